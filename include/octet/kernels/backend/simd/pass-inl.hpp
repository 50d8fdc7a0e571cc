// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// All kernels for one target. Read by targets.hpp once per target, with HWY_TARGET and
//   OCTET_SIMD_NAME        the target's name, a simd_target
//   OCTET_SIMD_ATTRIBUTES  what the compiler must allow here; undefined where it is the baseline
//   OCTET_SIMD_PLAIN       the target before, with these vectors, that has the words without dot
//                          products already; undefined where there is none
//   OCTET_SIMD_DOT         what a dot product takes. 0: pairs of int16; 1: quads of unsigned by
//                          signed bytes; 2: quads of signed bytes; 3: pairs of signed bytes
#ifndef OCTET_SIMD_NAME
#pragma once
#else

#include <hwy/ops/set_macros-inl.h>

#if defined(OCTET_SIMD_ATTRIBUTES)
// What clang does not give lambdas by itself; and GCC would not inline all in a unit this large.
#define OCTET_SIMD_ATTR __attribute__((always_inline, target(OCTET_SIMD_ATTRIBUTES)))
HWY_PUSH_ATTRIBUTES(OCTET_SIMD_ATTRIBUTES)
#else
#define OCTET_SIMD_ATTR __attribute__((always_inline))
#endif
// Each uses what stands above it.
#include "octet/kernels/backend/simd/ops-inl.hpp"

#if HWY_ARCH_X86
#include "octet/kernels/backend/simd/x86-inl.hpp"
#elif HWY_ARCH_ARM
#include "octet/kernels/backend/simd/neon-inl.hpp"
#else
#include "octet/kernels/backend/simd/wasm-inl.hpp"
#endif

#include "octet/kernels/backend/simd/tile-inl.hpp"

#include "octet/kernels/backend/simd/row-inl.hpp"

#include "octet/kernels/backend/simd/shapes-inl.hpp"

#if !defined(OCTET_SIMD_PLAIN) || HWY_MAX_BYTES != 32
#include "octet/kernels/backend/simd/codes-inl.hpp"

#include "octet/kernels/backend/simd/packers-inl.hpp"

#include "octet/kernels/backend/simd/requantize-inl.hpp"
#endif
namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {
#if defined(OCTET_SIMD_PLAIN) && HWY_MAX_BYTES == 32
// Own ones would take long to compile, and be faster by 2 % for int16; with vectors of 64 bytes by
// up to 12 %.
using namespace OCTET_SIMD_PLAIN::to_codes;
static_assert(rows_together == OCTET_SIMD_PLAIN::rows_together);
#else
using namespace to_codes;
#endif
}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd

#include "octet/kernels/backend/simd/wide-inl.hpp"

#include "octet/kernels/backend/simd/thin-inl.hpp"

#include "octet/kernels/backend/simd/multiply-inl.hpp"

#include "octet/kernels/backend/simd/winograd-inl.hpp"

#include "octet/kernels/backend/simd/depthwise-inl.hpp"

#if HWY_MAX_BYTES == 32 || (HWY_MAX_BYTES == 64 && OCTET_SIMD_DOT == 1)
#include "octet/kernels/backend/simd/depthwise_column-inl.hpp"

#include "octet/kernels/backend/simd/depthwise_columns-inl.hpp"

#include "octet/kernels/backend/simd/depthwise_stack-inl.hpp"

#include "octet/kernels/backend/simd/depthwise_turn-inl.hpp"

#include "octet/kernels/backend/simd/depthwise_stacks-inl.hpp"
#else
namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {
// Of 16 bytes a vector holds too few codes for these to gain much; and few machines have AVX-512
// without its dot products.
template <bool>
inline constexpr void (*depthwise_columns_of_target)(const simd_depthwise_columns&) = nullptr;
template <bool>
inline constexpr void (*depthwise_stacks_of_target)(const simd_depthwise_columns&) = nullptr;
}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd
#endif

#if defined(OCTET_SIMD_PLAIN)
namespace octet::simd {
inline namespace OCTET_SIMD_BASELINE {
namespace OCTET_SIMD_NAME {
using OCTET_SIMD_PLAIN::add_scaled;
using OCTET_SIMD_PLAIN::code_cells;
using OCTET_SIMD_PLAIN::code_time_sums;
using OCTET_SIMD_PLAIN::combine;
using OCTET_SIMD_PLAIN::dequantize;
using OCTET_SIMD_PLAIN::extremum;
using OCTET_SIMD_PLAIN::float_words;
using OCTET_SIMD_PLAIN::interpolate;
using OCTET_SIMD_PLAIN::lookup;
using OCTET_SIMD_PLAIN::maximum;
using OCTET_SIMD_PLAIN::pool;
using OCTET_SIMD_PLAIN::prelu;
using OCTET_SIMD_PLAIN::quantize;
using OCTET_SIMD_PLAIN::quantize_real_row;
using OCTET_SIMD_PLAIN::real_cells;
using OCTET_SIMD_PLAIN::real_rows;
using OCTET_SIMD_PLAIN::real_time_sums;
using OCTET_SIMD_PLAIN::rescale;
using OCTET_SIMD_PLAIN::sigmoid;
using OCTET_SIMD_PLAIN::softmax_row;
using OCTET_SIMD_PLAIN::sum_row;
}  // namespace OCTET_SIMD_NAME
}  // namespace OCTET_SIMD_BASELINE
}  // namespace octet::simd
#undef OCTET_SIMD_PLAIN
#else
#include "octet/kernels/backend/simd/elementwise-inl.hpp"

#include "octet/kernels/backend/simd/lookup-inl.hpp"

#include "octet/kernels/backend/simd/maps-inl.hpp"

#include "octet/kernels/backend/simd/pool-inl.hpp"

#include "octet/kernels/backend/simd/reals-inl.hpp"

#include "octet/kernels/backend/simd/hybrid-inl.hpp"

#include "octet/kernels/backend/simd/float-inl.hpp"

#include "octet/kernels/backend/simd/float_rows-inl.hpp"

#include "octet/kernels/backend/simd/cells-inl.hpp"

#include "octet/kernels/backend/simd/time-inl.hpp"
#endif

#include "octet/kernels/backend/simd/table-inl.hpp"
#if defined(OCTET_SIMD_ATTRIBUTES)
HWY_POP_ATTRIBUTES
#undef OCTET_SIMD_ATTRIBUTES
#endif
#undef OCTET_SIMD_ATTR
#undef OCTET_SIMD_NAME
#undef OCTET_SIMD_DOT

#endif
