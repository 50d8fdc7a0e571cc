// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Prints octet's version and a sentence, to show that its headers were found.
#include <cstdio>

#include "octet/core/config.hpp"
#include "octet/octet.hpp"
#if defined(OCTET_SIMD_COMPILED)
#include "octet/model/simd.hpp"
#endif

int main() {
#if defined(OCTET_SIMD_COMPILED)
  if (!octet::has_target(octet::best_target())) return 1;
#endif
  std::printf("%d.%d.%d %s\n", OCTET_VERSION_MAJOR, OCTET_VERSION_MINOR, OCTET_VERSION_PATCH,
              octet::message(octet::errc::ok).data());
}
