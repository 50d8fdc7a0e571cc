// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What the dot product of a SIMD target could do if nothing else had to be done.
#pragma once

#include <algorithm>
#include <chrono>

#include "octet/kernels/backend/simd/target.hpp"

namespace octet::report {

#if defined(__x86_64__)
namespace detail {

// Twelve accumulators, since a dot product takes five cycles and two begin in each. In assembly:
// a compiler would see that nothing comes of it.
#define OCTET_TIMES_12(instruction)                                                        \
  instruction("0") instruction("1") instruction("2") instruction("3") instruction("4")     \
      instruction("5") instruction("6") instruction("7") instruction("8") instruction("9") \
          instruction("10") instruction("11")
#define OCTET_DOT_ZMM(i) "vpdpbusd %%zmm13, %%zmm12, %%zmm" i "\n"
#define OCTET_DOT_YMM(i) "%{vex%} vpdpbusd %%ymm13, %%ymm12, %%ymm" i "\n"
#define OCTET_PAIRS_ZMM(i) \
  "vpmaddwd %%zmm13, %%zmm12, %%zmm14\nvpaddd %%zmm14, %%zmm" i ", %%zmm" i "\n"
#define OCTET_PAIRS_YMM(i) \
  "vpmaddwd %%ymm13, %%ymm12, %%ymm14\nvpaddd %%ymm14, %%ymm" i ", %%ymm" i "\n"
#define OCTET_PAIRS_XMM(i) \
  "movdqa %%xmm12, %%xmm14\npmaddwd %%xmm13, %%xmm14\npaddd %%xmm14, %%xmm" i "\n"
#define OCTET_RUN(instruction)                                                                 \
  for (int i = 0; i < peak_steps; ++i) {                                                       \
    asm volatile(OCTET_TIMES_12(instruction)::                                                 \
                     : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", \
                       "xmm9", "xmm10", "xmm11", "xmm14");                                     \
  }

inline constexpr int peak_steps = 4000;

inline void run_dots(simd_target target) {
  if (target == simd_target::avx512_vnni || target == simd_target::avx512_amx)
    OCTET_RUN(OCTET_DOT_ZMM)
  if (target == simd_target::avx512bw) OCTET_RUN(OCTET_PAIRS_ZMM)
  if (target == simd_target::avx_vnni) OCTET_RUN(OCTET_DOT_YMM)
  if (target == simd_target::avx2) OCTET_RUN(OCTET_PAIRS_YMM)
  if (target == simd_target::sse4) OCTET_RUN(OCTET_PAIRS_XMM)
}

/// Multiply-accumulates of one instruction.
constexpr double macs_of(simd_target target) {
  if (target == simd_target::avx512_vnni || target == simd_target::avx512_amx) return 64;
  if (target == simd_target::avx512bw || target == simd_target::avx_vnni) return 32;
  if (target == simd_target::avx2) return 16;
  return target == simd_target::sse4 ? 8 : 0;
}

#undef OCTET_RUN
#undef OCTET_PAIRS_XMM
#undef OCTET_PAIRS_YMM
#undef OCTET_PAIRS_ZMM
#undef OCTET_DOT_YMM
#undef OCTET_DOT_ZMM
#undef OCTET_TIMES_12

}  // namespace detail

/// Some ten microseconds of the target's dot product alone. Returns their multiply-accumulates; 0
/// where nobody has written it down.
inline double run_dot_products(simd_target target) {
  detail::run_dots(target);
  return detail::peak_steps * 12 * detail::macs_of(target);
}
#else
/// Nobody has written it down for this machine.
inline double run_dot_products(simd_target) { return 0; }
#endif

/// Multiply-accumulates a second, in 10^9, of the target's dot product alone; 0 where nobody has
/// written it down. Of avx512_amx that of vpdpbusd, by which its layers are told apart from
/// avx512_vnni's: tiles go above it.
inline double peak_gmacs(simd_target target) {
  using clock = std::chrono::steady_clock;
  double best = 0;
  for (int i = 0; i < 60; ++i) {
    const auto begin = clock::now();
    const double macs = run_dot_products(target);
    if (macs == 0) return 0;
    const std::chrono::duration<double, std::nano> spent = clock::now() - begin;
    best = std::max(best, macs / spent.count());
  }
  return best;
}

}  // namespace octet::report
