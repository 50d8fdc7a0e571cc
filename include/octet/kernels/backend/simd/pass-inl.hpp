// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// All kernels for one target. Read by targets.hpp once per target, with HWY_TARGET and
//   OCTET_SIMD_NAME   the target's name, a simd_target
//   OCTET_SIMD_EXTRA  what the compiler must allow beyond Highway's target, ",avx512vnni"
//   OCTET_SIMD_DOT    1: quads of unsigned by signed bytes in one instruction; 0: pairs of int16
#ifndef OCTET_SIMD_NAME
#pragma once
#else

#include <hwy/ops/set_macros-inl.h>

// What clang does not give lambdas by itself.
#define OCTET_SIMD_ATTR __attribute__((target(HWY_TARGET_STR OCTET_SIMD_EXTRA)))
HWY_PUSH_ATTRIBUTES(HWY_TARGET_STR OCTET_SIMD_EXTRA)
// Each uses what stands above it.
#include "octet/kernels/backend/simd/ops-inl.hpp"

#include "octet/kernels/backend/simd/tile-inl.hpp"

#include "octet/kernels/backend/simd/requantize-inl.hpp"

#include "octet/kernels/backend/simd/wide-inl.hpp"

#include "octet/kernels/backend/simd/multiply-inl.hpp"

#include "octet/kernels/backend/simd/depthwise-inl.hpp"

#include "octet/kernels/backend/simd/table-inl.hpp"
HWY_POP_ATTRIBUTES
#undef OCTET_SIMD_ATTR
#undef OCTET_SIMD_NAME
#undef OCTET_SIMD_EXTRA
#undef OCTET_SIMD_DOT

#endif
