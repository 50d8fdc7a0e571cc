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

namespace simd {

/// A table of a target; that of `portable` where the machine lacks it.
template <class Table, bool Words>
const Table& table_of(simd_target t) {
  if (!has_target(t)) return portable::kernels<Table>;
  switch (t) {
#if defined(OCTET_SIMD_X86)
    case simd_target::sse4:
      return sse4::kernels<Table, Words>;
    case simd_target::avx2:
      return avx2::kernels<Table, Words>;
    case simd_target::avx_vnni:
      return avx_vnni::kernels<Table, Words>;
    case simd_target::avx512bw:
      return avx512bw::kernels<Table, Words>;
    case simd_target::avx512_vnni:
      return avx512_vnni::kernels<Table, Words>;
#endif
#if defined(OCTET_SIMD_AMX)
    case simd_target::avx512_amx:
      return avx512_amx::kernels<Table, Words>;
#endif
#if defined(OCTET_SIMD_NEON)
    case simd_target::neon:
      return neon::kernels<Table, Words>;
#endif
#if defined(OCTET_SIMD_NEON_DOTPROD)
    case simd_target::neon_dotprod:
      return neon_dotprod::kernels<Table, Words>;
#endif
#if defined(OCTET_SIMD_WASM)
    case simd_target::wasm:
      return wasm::kernels<Table, Words>;
#endif
    default:
      return portable::kernels<Table>;
  }
}

}  // namespace simd

OCTET_SIMD_INLINE const simd_kernels& kernels_of(simd_target t) {
  return simd::table_of<simd_kernels, true>(t);
}

#if !defined(OCTET_SIMD_COMPILED)
template <class Table, class Code>
const Table& kernels_of(simd_target t) {
  return simd::table_of<Table, sizeof(Code) == 2>(t);
}
#endif

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
