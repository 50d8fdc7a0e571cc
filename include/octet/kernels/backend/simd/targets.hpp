// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The SIMD backend's kernels for every target that this compiler can make. Plain -O2 is enough,
// and nothing has to be linked.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "octet/kernels/backend/simd/portable.hpp"
#include "octet/kernels/backend/simd/primitives.hpp"

#if defined(__x86_64__) && defined(__GNUC__) && __has_include(<hwy/highway.h>)
#define OCTET_SIMD_X86

// Every macro must precede Highway's first header in the unit.
#if !defined(HWY_COMPILE_ALL_ATTAINABLE)
#define HWY_COMPILE_ALL_ATTAINABLE
#endif
#if !defined(HWY_DISABLED_TARGETS)
#define HWY_DISABLED_TARGETS (HWY_SSSE3 | HWY_AVX3_DL)
#endif
#if !defined(HWY_IS_DEBUG_BUILD)
#define HWY_IS_DEBUG_BUILD 0  // otherwise -O0 wants a function of libhwy
#endif

// Units built with other -march flags get other symbols, so the linker cannot merge them.
#if defined(__AVX512F__)
#define OCTET_SIMD_BASELINE baseline_avx512
#elif defined(__AVX2__)
#define OCTET_SIMD_BASELINE baseline_avx2
#elif defined(__SSE4_1__)
#define OCTET_SIMD_BASELINE baseline_sse4
#else
#define OCTET_SIMD_BASELINE baseline_sse2
#endif

#define HWY_TARGET_INCLUDE "hwy/highway.h"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#undef HWY_TARGET
#define HWY_TARGET HWY_SSE4
#define OCTET_SIMD_NAME sse4
#define OCTET_SIMD_ATTRIBUTES HWY_TARGET_STR
#define OCTET_SIMD_DOT 0
#include "octet/kernels/backend/simd/pass-inl.hpp"

#undef HWY_TARGET
#define HWY_TARGET HWY_AVX2
#define OCTET_SIMD_NAME avx2
#define OCTET_SIMD_ATTRIBUTES HWY_TARGET_STR
#define OCTET_SIMD_DOT 0
#include "octet/kernels/backend/simd/pass-inl.hpp"

#define OCTET_SIMD_NAME avx_vnni
#define OCTET_SIMD_PLAIN avx2
#define OCTET_SIMD_ATTRIBUTES HWY_TARGET_STR ",avxvnni"
#define OCTET_SIMD_DOT 1
#include "octet/kernels/backend/simd/pass-inl.hpp"

#undef HWY_TARGET
#define HWY_TARGET HWY_AVX3
#define OCTET_SIMD_NAME avx512bw
#define OCTET_SIMD_ATTRIBUTES HWY_TARGET_STR
#define OCTET_SIMD_DOT 0
#include "octet/kernels/backend/simd/pass-inl.hpp"

#define OCTET_SIMD_NAME avx512_vnni
#define OCTET_SIMD_PLAIN avx512bw
#define OCTET_SIMD_ATTRIBUTES HWY_TARGET_STR ",avx512vnni"
#define OCTET_SIMD_DOT 1
#include "octet/kernels/backend/simd/pass-inl.hpp"

// Elsewhere programs may not use tiles, or nobody has tried.
#if defined(__linux__) && __has_include(<amxint8intrin.h>)
#define OCTET_SIMD_AMX
#define OCTET_SIMD_NAME avx512_amx
#define OCTET_SIMD_PLAIN avx512_vnni
#define OCTET_SIMD_ATTRIBUTES HWY_TARGET_STR ",avx512vnni"
#include "octet/kernels/backend/simd/amx_tile-inl.hpp"

#include "octet/kernels/backend/simd/amx_codes-inl.hpp"

#include "octet/kernels/backend/simd/amx-inl.hpp"
#endif

// As Highway left it, for code that follows.
#undef HWY_TARGET
#define HWY_TARGET HWY_STATIC_TARGET
#include <hwy/ops/set_macros-inl.h>

#elif (defined(__aarch64__) || (defined(__arm__) && defined(__ARM_NEON))) && \
    !defined(__ARM_BIG_ENDIAN) && defined(__GNUC__) && __has_include(<hwy/highway.h>)
#define OCTET_SIMD_NEON

// SVE's vectors have no size, and cannot be members or elements of an array.
#if !defined(HWY_DISABLED_TARGETS)
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128)
#endif
#if !defined(HWY_IS_DEBUG_BUILD)
#define HWY_IS_DEBUG_BUILD 0
#endif

// The kernels may be flattened into functions of a unit with other -march flags.
#if defined(__ARM_FEATURE_DOTPROD)
#define OCTET_SIMD_BASELINE baseline_neon_dotprod
#else
#define OCTET_SIMD_BASELINE baseline_neon
#endif

#include <hwy/highway.h>

#define OCTET_SIMD_NAME neon
#if defined(HWY_TARGET_STR)
#define OCTET_SIMD_ATTRIBUTES HWY_TARGET_STR
#endif
#define OCTET_SIMD_DOT 3
#include "octet/kernels/backend/simd/pass-inl.hpp"

// clang's header has the instruction only where all code may use it, as on Apple's machines.
#if defined(__aarch64__) && (defined(__ARM_FEATURE_DOTPROD) || !defined(__clang__))
#define OCTET_SIMD_NEON_DOTPROD
#define OCTET_SIMD_NAME neon_dotprod
#define OCTET_SIMD_PLAIN neon
#if !defined(__ARM_FEATURE_DOTPROD)
#define OCTET_SIMD_ATTRIBUTES "arch=armv8.2-a+crypto+dotprod"
#elif defined(HWY_TARGET_STR)
#define OCTET_SIMD_ATTRIBUTES HWY_TARGET_STR
#endif
#define OCTET_SIMD_DOT 2
#include "octet/kernels/backend/simd/pass-inl.hpp"
#endif

#elif defined(__wasm_simd128__) && __has_include(<hwy/highway.h>)
#define OCTET_SIMD_WASM

#if !defined(HWY_IS_DEBUG_BUILD)
#define HWY_IS_DEBUG_BUILD 0
#endif
#define OCTET_SIMD_BASELINE baseline_wasm

#include <hwy/highway.h>

#define OCTET_SIMD_NAME wasm
#define OCTET_SIMD_DOT 0
#include "octet/kernels/backend/simd/pass-inl.hpp"
#endif
