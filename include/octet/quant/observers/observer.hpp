// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
//
// Observer: what every sketch of a tensor's values offers to a calibration.
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <span>

#include "octet/quant/choose.hpp"

namespace octet {

/// A sketch of fixed size that watches values go by and proposes the range to quantize.
///
///   see(values)   takes in a batch, of any length
///   merge(other)  takes in all that `other`, of the same type, has seen
///   range()       the range proposed; {0, 0} where nothing finite was seen
///   count()       finite values seen
///   non_finite()  NaNs and infinities seen; they are counted and left out
///
/// exact    the same values give the same bits, however they were ordered, cut into batches or
///          spread over observers that were merged, up to 2^63 - 1 values; but for moving_average,
///          whose definition is one of batches in their order
template <class O>
concept Observer = std::copyable<O> &&
    requires(O observer, const O& other, std::span<const float> values) {
  observer.see(values);
  observer.merge(other);
  { other.range() } -> std::same_as<octet::range>;
  { other.count() } -> std::same_as<std::uint64_t>;
  { other.non_finite() } -> std::same_as<std::uint64_t>;
};

namespace detail {

// std::isfinite is not constexpr; a NaN fails both comparisons.
constexpr bool is_finite(float x) {
  return x >= std::numeric_limits<float>::lowest() && x <= std::numeric_limits<float>::max();
}

}  // namespace detail

}  // namespace octet
