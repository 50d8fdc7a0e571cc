// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The SIMD backend's kernels for every target that this compiler can make. Plain -O2 is enough,
// and nothing has to be linked.
#pragma once

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

// A unit of its own code for units of other -march flags: their symbols must not be shared.
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
#define OCTET_SIMD_EXTRA ""
#define OCTET_SIMD_DOT 0
#include "octet/kernels/backend/simd/pass-inl.hpp"

#undef HWY_TARGET
#define HWY_TARGET HWY_AVX2
#define OCTET_SIMD_NAME avx2
#define OCTET_SIMD_EXTRA ""
#define OCTET_SIMD_DOT 0
#include "octet/kernels/backend/simd/pass-inl.hpp"

#define OCTET_SIMD_NAME avx_vnni
#define OCTET_SIMD_EXTRA ",avxvnni"
#define OCTET_SIMD_DOT 1
#include "octet/kernels/backend/simd/pass-inl.hpp"

#undef HWY_TARGET
#define HWY_TARGET HWY_AVX3
#define OCTET_SIMD_NAME avx512bw
#define OCTET_SIMD_EXTRA ""
#define OCTET_SIMD_DOT 0
#include "octet/kernels/backend/simd/pass-inl.hpp"

#define OCTET_SIMD_NAME avx512_vnni
#define OCTET_SIMD_EXTRA ",avx512vnni"
#define OCTET_SIMD_DOT 1
#include "octet/kernels/backend/simd/pass-inl.hpp"

// As Highway left it, for code that follows.
#undef HWY_TARGET
#define HWY_TARGET HWY_STATIC_TARGET
#include <hwy/ops/set_macros-inl.h>
#endif
