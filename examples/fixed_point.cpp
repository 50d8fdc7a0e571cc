// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include <cstdio>

#include "octet/fixed/q.hpp"

int main() {
  constexpr octet::q<0, 15> gain = 0.75;                  // = 1.5 would not compile
  constexpr auto exact = gain * octet::q<7, 8>{-12.625};  // q<8, 23>: no bit is lost
  constexpr auto output =
      octet::narrow<octet::q<7, 8>, octet::nearest_even, octet::saturate>(exact);
  static_assert(output == octet::q<7, 8>{-9.46875});
  std::printf("%g\n", output.to_double());
}
