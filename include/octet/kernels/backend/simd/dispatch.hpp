// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The definitions behind select.hpp, and with them the code of all targets: seconds to compile.
#pragma once

#include <cstdint>
#include <cstdlib>

#include "octet/kernels/backend/simd/detect.hpp"
#include "octet/kernels/backend/simd/primitives.hpp"
#include "octet/kernels/backend/simd/select.hpp"
#include "octet/kernels/backend/simd/targets.hpp"

namespace octet {

OCTET_SIMD_INLINE bool has_target(simd_target t) {
  static const std::uint32_t found = simd::detect_targets();
  return (found >> static_cast<unsigned>(t) & 1U) != 0;
}

OCTET_SIMD_INLINE const simd_kernels& kernels_of(simd_target t) {
  if (!has_target(t)) return simd::portable::kernels;
  switch (t) {
#if defined(OCTET_SIMD_X86)
    case simd_target::sse4:
      return simd::sse4::kernels;
    case simd_target::avx2:
      return simd::avx2::kernels;
    case simd_target::avx_vnni:
      return simd::avx_vnni::kernels;
    case simd_target::avx512bw:
      return simd::avx512bw::kernels;
    case simd_target::avx512_vnni:
      return simd::avx512_vnni::kernels;
#endif
#if defined(OCTET_SIMD_AMX)
    case simd_target::avx512_amx:
      return simd::avx512_amx::kernels;
#endif
#if defined(OCTET_SIMD_NEON)
    case simd_target::neon:
      return simd::neon::kernels;
#endif
#if defined(OCTET_SIMD_NEON_DOTPROD)
    case simd_target::neon_dotprod:
      return simd::neon_dotprod::kernels;
#endif
#if defined(OCTET_SIMD_WASM)
    case simd_target::wasm:
      return simd::wasm::kernels;
#endif
    default:
      return simd::portable::kernels;
  }
}

OCTET_SIMD_INLINE simd_target best_target() {
  if (const char* name = std::getenv("OCTET_TARGET")) {
    const auto asked = simd_target_named(name);
    if (asked && has_target(*asked)) return *asked;
  }
  for (std::size_t i = simd_target_names.size(); i-- > 1;) {
    if (has_target(static_cast<simd_target>(i))) return static_cast<simd_target>(i);
  }
  return simd_target::portable;
}

}  // namespace octet
