// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// MAX_POOL_2D and AVERAGE_POOL_2D on the SIMD backend, with the arguments of the scalar kernels.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "octet/kernels/average_pool_2d.hpp"
#include "octet/kernels/backend/simd/elementwise_plan.hpp"
#include "octet/kernels/backend/simd/primitives.hpp"
#include "octet/kernels/for_each_window.hpp"
#include "octet/kernels/max_pool_2d.hpp"

namespace octet {

namespace simd {

/// Calls pool(simd_pool) for every position of the window, but for its `reciprocal`.
template <class Args, class Pool>
void for_each_pool(const Args& a, Pool pool) {
  using code = std::remove_cvref_t<decltype(a.output.data[0])>;
  static_assert(std::is_same_v<code, std::int8_t> || std::is_same_v<code, std::int16_t>);
  const window_2d& w = a.window;
  const std::int32_t channels = a.output.shape[3];
  const auto step = [&](std::int32_t pixels) {
    return static_cast<std::ptrdiff_t>(pixels) * channels;
  };
  const auto taps = [](const window_axis::taps& t) {
    return static_cast<std::size_t>(std::max<std::int32_t>(t.last - t.first, 0));
  };
  for_each_window(a, [&](const window_position& p) {
    auto* const out = a.output.data.data() + a.output.at(p.n, p.y, p.x, 0);
    simd_pool s{.pixels = out,  // of a window that lies outside no pixel is read
                .out = out,
                .channels = static_cast<std::size_t>(channels),
                .rows = taps(p.rows),
                .columns = taps(p.columns),
                .y_step = step(w.y.dilation * a.input.shape[2]),
                .x_step = step(w.x.dilation),
                .wide = sizeof(code) == 2,
                .clamp = a.clamp};
    if (s.rows != 0 && s.columns != 0) {
      s.pixels = a.input.data.data() +
                 a.input.at(p.n, w.y.at(p.y, p.rows.first), w.x.at(p.x, p.columns.first), 0);
    }
    pool(s);
  });
}

}  // namespace simd

/// max_pool_2d of int8 or int16 codes.
///
/// shapes, units, memory   as max_pool_2d<scalar>
/// exact    the codes of max_pool_2d<scalar>
template <class Args>
void run_max_pool_2d(const simd_maximum_kernels& kernels, const Args& a) {
  simd::for_each_pool(a, [&](const simd_pool& p) { kernels.maximum(p); });
}

/// average_pool_2d of int8 or int16 codes.
///
/// shapes, units, memory   as average_pool_2d<scalar>
/// returns  false, and nothing is done, where the window has more taps than most_means
/// exact    the codes of average_pool_2d<scalar>
template <class Args>
[[nodiscard]] bool run_average_pool_2d(const simd_pool_kernels& kernels, const Args& a) {
  using code = std::remove_cvref_t<decltype(a.output.data[0])>;
  const std::int64_t taps = std::int64_t{a.window.y.size} * a.window.x.size;
  if (taps > static_cast<std::int64_t>(simd_pool::most_means<code>)) return false;
  simd::for_each_pool(a, [&](simd_pool p) {
    // The mean of one code is itself, and so is the maximum.
    if (p.count() > 1) p.reciprocal = simd_pool::mean_reciprocal(p.count());
    kernels.pool(p);
  });
  return true;
}

}  // namespace octet
