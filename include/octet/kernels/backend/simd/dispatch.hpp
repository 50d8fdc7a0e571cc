// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The definitions behind select.hpp, and with them the code of all targets: seconds to compile.
#pragma once

#include <cstdint>
#include <cstdlib>

#include "octet/kernels/backend/simd/primitives.hpp"
#include "octet/kernels/backend/simd/select.hpp"
#include "octet/kernels/backend/simd/targets.hpp"

#if defined(OCTET_SIMD_X86)
#include <cpuid.h>
#endif

namespace octet {

#if defined(OCTET_SIMD_X86)
namespace simd {

/// The instruction sets of this machine, as bits 1 << simd_target.
inline std::uint32_t detect_targets() {
  unsigned a = 0, b = 0, c = 0, d = 0;
  const auto bit = [](unsigned word, int i) { return (word >> i & 1U) != 0; };
  const auto flag = [](simd_target t) { return 1U << static_cast<unsigned>(t); };
  std::uint32_t found = flag(simd_target::portable);
  if (__get_cpuid(1, &a, &b, &c, &d) == 0) return found;
  // Highway's SSE4 target uses pclmul and aes as well.
  if (!(bit(c, 19) && bit(c, 20) && bit(c, 9) && bit(c, 1) && bit(c, 25))) return found;
  found |= flag(simd_target::sse4);
  const bool fma_f16c = bit(c, 12) && bit(c, 29);
  if (!bit(c, 27) || !bit(c, 28)) return found;
  unsigned saved_low = 0, saved_high = 0;
  asm("xgetbv" : "=a"(saved_low), "=d"(saved_high) : "c"(0));
  const bool saves_ymm = (saved_low & 6U) == 6U, saves_zmm = (saved_low & 0xe6U) == 0xe6U;
  unsigned b7 = 0, c7 = 0;
  if (__get_cpuid_count(7, 0, &a, &b7, &c7, &d) == 0) return found;
  const unsigned leaves = a;
  if (!(saves_ymm && fma_f16c && bit(b7, 5) && bit(b7, 3) && bit(b7, 8))) return found;
  found |= flag(simd_target::avx2);
  if (leaves >= 1 && __get_cpuid_count(7, 1, &a, &b, &c, &d) != 0 && bit(a, 4)) {
    found |= flag(simd_target::avx_vnni);
  }
  if (!(saves_zmm && bit(b7, 16) && bit(b7, 17) && bit(b7, 30) && bit(b7, 31))) return found;
  found |= flag(simd_target::avx512bw);
  if (bit(c7, 11)) found |= flag(simd_target::avx512_vnni);
  return found;
}

}  // namespace simd
#endif

OCTET_SIMD_INLINE bool has_target(simd_target t) {
#if defined(OCTET_SIMD_X86)
  static const std::uint32_t found = simd::detect_targets();
  return (found >> static_cast<unsigned>(t) & 1U) != 0;
#else
  return t == simd_target::portable;
#endif
}

OCTET_SIMD_INLINE const simd_kernels& kernels_of([[maybe_unused]] simd_target t) {
#if defined(OCTET_SIMD_X86)
  if (has_target(t)) {
    switch (t) {
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
      case simd_target::portable:
        break;
    }
  }
#endif
  return simd::portable::kernels;
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
