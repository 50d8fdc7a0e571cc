// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SUM, MEAN and REDUCE_MAX on the SIMD backend, with the arguments of the scalar kernels.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <type_traits>

#include "octet/kernels/activation.hpp"
#include "octet/kernels/backend/simd/elementwise_plan.hpp"
#include "octet/kernels/backend/simd/primitives.hpp"
#include "octet/kernels/reduce.hpp"
#include "octet/kernels/sum.hpp"

namespace octet {

namespace simd {

/// Calls pool(p) for the rows of a reduction over neighbouring axes, not the innermost, which `p`
/// lacks but for what becomes of the codes; false, and nothing is done, where the axes are others.
template <class T, class Pool>
bool pool_axes(const tensor<const T, shape>& input, axis_set axes, elements<T> output, simd_pool p,
               Pool pool) {
  static_assert(std::is_same_v<T, std::int8_t> || std::is_same_v<T, std::int16_t>);
  const std::int32_t count = axes.count(input.shape), rank = input.shape.rank;
  if (rank == 0 || axes.has(rank - 1)) return false;
  p.rows = 1;
  p.columns = static_cast<std::size_t>(count);
  p.wide = sizeof(T) == 2;
  const reduction_walk walk(input.shape, axes);
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
    p.pixels = input.data.data() + at[0];
    p.out = output.data() + first;
    p.channels = static_cast<std::size_t>(n);
    pool(p);
  });
  return fits;
}

/// The codes of a sum over the innermost axis, and perhaps its neighbours; `p` as run_sum makes it.
template <class T>
bool sum_inner_axes(const simd_pool_kernels& kernels, const basic_sum_args<T>& a,
                    const simd_pool& p) {
  const std::int32_t count = a.axes.count(a.input.shape);
  const reduction_walk walk(a.input.shape, a.axes);
  bool fits = false;
  walk.go.for_each_row([&](std::int32_t, const auto&, const auto& step, std::int32_t n) {
    fits = n == count && (n == 1 || step[0] == 1);
  });
  if (!fits) return false;
  const auto codes = static_cast<std::size_t>(count);
  walk.stay.for_each_row([&](std::int32_t first, const auto& at, const auto& step, std::int32_t n) {
    for (std::int32_t i = 0; i < n; ++i) {
      const T* const row = a.input.data.data() + (at[0] + i * step[0]);
      const std::int32_t sum = p.start + kernels.sum_row(row, codes, sizeof(T) == 2);
      a.output.store(static_cast<std::size_t>(first + i),
                     static_cast<T>(clamp_to(p.scaling(sum), p.clamp)));
    }
  });
  return true;
}

}  // namespace simd

/// sum and mean of int8 or int16 codes over neighbouring axes, by contract A or B.
///
/// shapes, units, memory   as sum<scalar>
/// returns  false, and nothing is done, where the axes, the factor or the number of codes are
///          others: then it is the scalar kernel's
/// exact    the codes of sum<scalar>
template <class T>
[[nodiscard]] bool run_sum(const simd_pool_kernels& kernels, const basic_sum_args<T>& a,
                           contract c = contract::double_rounding) {
  constexpr std::int64_t most_codes =
      (1 << 30) >> std::numeric_limits<std::make_unsigned_t<T>>::digits;
  const auto scaling = simd_scaling::of(a.requantize.at(0), a.requantize.zero_point, c);
  const std::int32_t count = a.axes.count(a.input.shape);
  if (!scaling || count > most_codes) return false;
  const simd_pool p{.sums = true,
                    .start = -a.input_zero_point * count,
                    .scaling = *scaling,
                    .clamp = a.requantize.clamp};
  const std::int32_t rank = a.input.shape.rank;
  if (rank != 0 && a.axes.has(rank - 1)) return simd::sum_inner_axes(kernels, a, p);
  return simd::pool_axes(a.input, a.axes, a.output, p, kernels.pool);
}

/// reduce<reduce_max> of int8 or int16 codes over neighbouring axes, not the innermost.
///
/// shapes, units, memory   as reduce<reduce_max, scalar>
/// returns  false, and nothing is done, where the axes are others
/// exact    the codes of reduce<reduce_max, scalar>
template <class T>
[[nodiscard]] bool run_reduce_max(const simd_maximum_kernels& kernels, const reduce_args<T>& a) {
  using limits = std::numeric_limits<T>;
  return simd::pool_axes(a.input, a.axes, a.output, {.clamp = {limits::min(), limits::max()}},
                         kernels.maximum);
}

}  // namespace octet
