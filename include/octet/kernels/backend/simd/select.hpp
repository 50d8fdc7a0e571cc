// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Which SIMD target runs: the best that the machine has, unless the caller or the environment asks
// for another.
#pragma once

#include <cstdint>

#include "octet/kernels/backend/simd/primitives.hpp"
#include "octet/kernels/backend/simd/target.hpp"

// Defined where one unit of a program has the kernels: it includes dispatch.hpp, the others do not.
#if defined(OCTET_SIMD_COMPILED)
#define OCTET_SIMD_INLINE
#else
#define OCTET_SIMD_INLINE inline
#endif

namespace octet {

/// Whether this machine, and this build, can run a target. Asks the processor once.
OCTET_SIMD_INLINE bool has_target(simd_target t);

/// The kernels of a target; those of `portable` where the machine lacks it.
OCTET_SIMD_INLINE const simd_kernels& kernels_of(simd_target t);

/// Those of one table, for codes of one type or, if that is int16, of both:
/// kernels_of<simd_product_kernels, std::int8_t>(t). A unit that has the kernels itself compiles no
/// others.
template <class Table, class Code = std::int16_t>
const Table& kernels_of(simd_target t)
#if defined(OCTET_SIMD_COMPILED)
{
  return kernels_of(t);
}
#else
    ;
#endif

/// The target that the environment variable OCTET_TARGET names, where the machine has it, else the
/// fastest that it has.
OCTET_SIMD_INLINE simd_target best_target();

}  // namespace octet
