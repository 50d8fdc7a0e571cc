// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SUM and MEAN on the SIMD backend, with the arguments of the scalar kernels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <type_traits>

#include "octet/kernels/backend/simd/elementwise_plan.hpp"
#include "octet/kernels/backend/simd/primitives.hpp"
#include "octet/kernels/sum.hpp"

namespace octet {

/// sum and mean of int8 or int16 codes over neighbouring axes, not the innermost, by rule A or B.
///
/// returns  false, and nothing is done, where the axes, the factor or the number of codes are
///          others: then it is the scalar kernel's
/// exact    the codes of sum<scalar>
template <class T>
[[nodiscard]] bool run_sum(const simd_pool_kernels& kernels, const basic_sum_args<T>& a,
                           contract c = contract::double_rounding) {
  static_assert(std::is_same_v<T, std::int8_t> || std::is_same_v<T, std::int16_t>);
  constexpr std::int64_t most_codes =
      (1 << 30) >> std::numeric_limits<std::make_unsigned_t<T>>::digits;
  const auto scaling = simd_scaling::of(a.requantize.at(0), a.requantize.zero_point, c);
  const std::int32_t count = a.axes.count(a.input.shape);
  const std::int32_t rank = a.input.shape.rank;
  if (!scaling || count > most_codes || rank == 0 || a.axes.has(rank - 1)) return false;
  simd_pool p{.rows = 1,
              .columns = static_cast<std::size_t>(count),
              .wide = sizeof(T) == 2,
              .sums = true,
              .start = -a.input_zero_point * count,
              .scaling = *scaling,
              .clamp = a.requantize.clamp};
  const reduction_walk walk(a.input.shape, a.axes);
  bool fits = false;
  walk.go.for_each_row([&](std::int32_t, const auto&, const auto& step, std::int32_t n) {
    fits = n == count;
    p.x_step = step[0];
  });
  if (!fits) return false;
  // Rows are alike: none is done, or all are.
  walk.stay.for_each_row([&](std::int32_t first, const auto& at, const auto& step, std::int32_t n) {
    fits = n == 1 || step[0] == 1;
    if (!fits) return;
    p.pixels = a.input.data.data() + at[0];
    p.out = a.output.data() + first;
    p.channels = static_cast<std::size_t>(n);
    kernels.pool(p);
  });
  return fits;
}

}  // namespace octet
