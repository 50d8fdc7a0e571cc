// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Which of the targets that this compiler made run on this machine.
#pragma once

#include <cstdint>

#include "octet/kernels/backend/simd/target.hpp"
#include "octet/kernels/backend/simd/targets.hpp"

#if defined(OCTET_SIMD_X86)
#include <cpuid.h>
#elif defined(OCTET_SIMD_NEON_DOTPROD) && !defined(__ARM_FEATURE_DOTPROD) && defined(__linux__)
#include <sys/auxv.h>
#endif

namespace octet::simd {

constexpr std::uint32_t flag_of(simd_target t) { return 1U << static_cast<unsigned>(t); }

#if defined(OCTET_SIMD_AMX)
/// Asks Linux for the tile registers, which it saves for this process's threads from then on: the
/// frame of a signal handler grows by 8 KiB. It refuses where an alternate signal stack is too
/// small for that.
inline bool may_use_tiles() {
  constexpr long arch_prctl = 158, request_permission = 0x1023, tile_data = 18;
  // Without <unistd.h>, whose names all of a user's code would have to live with.
  long answer = arch_prctl;
  asm volatile("syscall"
               : "+a"(answer)
               : "D"(request_permission), "S"(tile_data)
               : "rcx", "r11", "memory");
  return answer == 0;
}
#endif

#if defined(OCTET_SIMD_X86)
/// The targets of this machine, a flag_of each.
inline std::uint32_t detect_targets() {
  unsigned a = 0, b = 0, c = 0, d = 0;
  const auto bit = [](unsigned word, int i) { return (word >> i & 1U) != 0; };
  std::uint32_t found = flag_of(simd_target::portable);
  if (__get_cpuid(1, &a, &b, &c, &d) == 0) return found;
  // Highway's SSE4 target uses pclmul and aes as well.
  if (!(bit(c, 19) && bit(c, 20) && bit(c, 9) && bit(c, 1) && bit(c, 25))) return found;
  found |= flag_of(simd_target::sse4);
  const bool fma_f16c = bit(c, 12) && bit(c, 29);
  if (!bit(c, 27) || !bit(c, 28)) return found;
  unsigned saved_low = 0, saved_high = 0;
  asm("xgetbv" : "=a"(saved_low), "=d"(saved_high) : "c"(0));
  const bool saves_ymm = (saved_low & 6U) == 6U, saves_zmm = (saved_low & 0xe6U) == 0xe6U;
  unsigned b7 = 0, c7 = 0, d7 = 0;
  if (__get_cpuid_count(7, 0, &a, &b7, &c7, &d7) == 0) return found;
  const unsigned leaves = a;
  if (!(saves_ymm && fma_f16c && bit(b7, 5) && bit(b7, 3) && bit(b7, 8))) return found;
  found |= flag_of(simd_target::avx2);
  if (leaves >= 1 && __get_cpuid_count(7, 1, &a, &b, &c, &d) != 0 && bit(a, 4)) {
    found |= flag_of(simd_target::avx_vnni);
  }
  if (!(saves_zmm && bit(b7, 16) && bit(b7, 17) && bit(b7, 30) && bit(b7, 31))) return found;
  found |= flag_of(simd_target::avx512bw);
  if (!bit(c7, 11)) return found;
  found |= flag_of(simd_target::avx512_vnni);
#if defined(OCTET_SIMD_AMX)
  const bool saves_tiles = (saved_low & 0x60000U) == 0x60000U;
  if (saves_tiles && bit(d7, 24) && bit(d7, 25) && may_use_tiles()) {
    found |= flag_of(simd_target::avx512_amx);
  }
#endif
  return found;
}

#elif defined(OCTET_SIMD_NEON)
/// The targets of this machine, a flag_of each. Every compiler for it that has NEON uses it.
inline std::uint32_t detect_targets() {
  std::uint32_t found = flag_of(simd_target::portable) | flag_of(simd_target::neon);
#if defined(OCTET_SIMD_NEON_DOTPROD) && defined(__ARM_FEATURE_DOTPROD)
  found |= flag_of(simd_target::neon_dotprod);
#elif defined(OCTET_SIMD_NEON_DOTPROD) && defined(__linux__)
  constexpr unsigned long dotprod = 1UL << 20;  // HWCAP_ASIMDDP
  if ((getauxval(AT_HWCAP) & dotprod) != 0) found |= flag_of(simd_target::neon_dotprod);
#endif
  return found;
}
#elif defined(OCTET_SIMD_WASM)
/// An engine without the instructions would not have begun to run this.
inline std::uint32_t detect_targets() {
  return flag_of(simd_target::portable) | flag_of(simd_target::wasm);
}
#else
inline std::uint32_t detect_targets() { return flag_of(simd_target::portable); }
#endif

}  // namespace octet::simd
