// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// Per-channel quantization along any axis, and the bias that goes with it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "octet/core/config.hpp"
#include "octet/core/extents.hpp"
#include "octet/quant/affine.hpp"
#include "octet/quant/choose.hpp"
#include "octet/quant/observers/min_max.hpp"
#include "octet/quant/observers/observer.hpp"
#include "octet/quant/scheme.hpp"

namespace octet {

/// A row-major tensor seen from one axis: element (o, c, i) is at (o * channels + c) * inner + i.
/// Per-tensor is the case of one channel: {1, 1, count}.
struct axis_split {
  std::size_t outer = 1;     ///< product of the extents in front of the axis
  std::size_t channels = 1;  ///< the extent of the axis
  std::size_t inner = 1;     ///< product of the extents behind it

  constexpr std::size_t count() const { return outer * channels * inner; }
  friend constexpr bool operator==(const axis_split&, const axis_split&) = default;
};

/// Splits a shape at an axis, 0 <= axis < rank.
[[nodiscard]] constexpr axis_split split_at(const shape& sizes, std::int32_t axis) {
  OCTET_ASSERT(0 <= axis && axis < sizes.rank);
  return {static_cast<std::size_t>(sizes.product(0, axis)), static_cast<std::size_t>(sizes[axis]),
          static_cast<std::size_t>(sizes.product(axis + 1, sizes.rank))};
}

namespace detail {

// Calls visit(channel, first) for every stretch of `inner` neighbours [first, first + inner), which
// all belong to one channel.
template <class F>
constexpr void for_each_stretch(axis_split split, F visit) {
  std::size_t first = 0;
  for (std::size_t o = 0; o < split.outer; ++o) {
    for (std::size_t c = 0; c < split.channels; ++c, first += split.inner) visit(c, first);
  }
}

}  // namespace detail

/// What an observer says of every channel.
///
/// shapes   split.count() values, split.channels ranges
/// fresh    the observer, as yet unused, that every channel gets a copy of
/// returns  how many values were NaN or infinite; no range takes them in
template <Observer O = min_max>
constexpr std::uint64_t channel_ranges(std::span<const float> values, axis_split split,
                                       std::span<range> out, const O& fresh = O()) {
  OCTET_ASSERT(values.size() == split.count() && out.size() == split.channels);
  std::uint64_t non_finite = 0;
  for (std::size_t c = 0; c < split.channels; ++c) {
    O observer = fresh;
    for (std::size_t o = 0; o < split.outer; ++o) {
      observer.see(values.subspan((o * split.channels + c) * split.inner, split.inner));
    }
    out[c] = observer.range();
    non_finite += observer.non_finite();
  }
  return non_finite;
}

/// Codes of a tensor, with parameters for every channel.
///
/// shapes   split.count() values and codes, split.channels params
template <Scheme S>
constexpr void quantize_per_channel(std::span<const float> values, axis_split split,
                                    std::span<const affine> params,
                                    std::span<typename S::code_type> codes) {
  OCTET_ASSERT(values.size() == split.count() && codes.size() == split.count());
  OCTET_ASSERT(params.size() == split.channels);
  detail::for_each_stretch(split, [&](std::size_t c, std::size_t first) {
    for (std::size_t i = first; i < first + split.inner; ++i) {
      codes[i] = quantize<S>(params[c], values[i]);
    }
  });
}

/// Real values of a tensor, with parameters for every channel. Name T in the call.
///
/// shapes   split.count() codes and values, split.channels params
template <Code T>
constexpr void dequantize_per_channel(std::span<const T> codes, axis_split split,
                                      std::span<const affine> params, std::span<float> values) {
  OCTET_ASSERT(values.size() == split.count() && codes.size() == split.count());
  OCTET_ASSERT(params.size() == split.channels);
  detail::for_each_stretch(split, [&](std::size_t c, std::size_t first) {
    dequantize<T>(codes.subspan(first, split.inner), params[c], values.subspan(first, split.inner));
  });
}

/// The code of a bias at input.scale * filter.scale, zero_point 0.
///
/// rounding in double, ties away from zero; saturates; NaN becomes 0
[[nodiscard]] constexpr std::int32_t quantize_bias(float bias, double scale) {
  using limits = std::numeric_limits<std::int32_t>;
  if (bias != bias) return 0;
  const double steps = bias / scale;
  return detail::round_half_away<std::int32_t>(
      std::clamp<double>(steps, limits::min(), limits::max()));
}

/// The weight scale of a channel, enlarged where needed so that the bias code stays within 2^30.
///
/// Half of int32 stays free because the accumulator starts at the bias: 2^30 holds 33,000 products
/// of 127 and 255. What the coarser weights cost is small beside the bias that asked for them: half
/// a step times an input of 255 codes is 2^-23 of the bias.
///
/// units    both scales positive and finite
/// exact    returns weight_scale itself where the code fits already
[[nodiscard]] constexpr float bias_safe_scale(float weight_scale, float input_scale, float bias) {
  constexpr double most = 0x1p30;
  const double magnitude = bias < 0.0f ? -static_cast<double>(bias) : static_cast<double>(bias);
  const double needed = magnitude / (most * input_scale);
  if (!(needed > weight_scale)) return weight_scale;
  return static_cast<float>(
      std::min(needed, static_cast<double>(std::numeric_limits<float>::max())));
}

}  // namespace octet
