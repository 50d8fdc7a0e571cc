// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// column_product: rows of weights times the activations under a few positions, which convolution
// and fully_connected share.
#pragma once

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include "octet/core/elements.hpp"

namespace octet {

/// bias[first], ..., where sums of that type can start from them in place; otherwise null.
template <class Sum, class Bias>
constexpr const Sum* start_of(elements<const Bias> bias, std::int32_t first) {
  if constexpr (std::same_as<Sum, Bias> && sizeof(Sum) == 4) {
    if (bias.data() != nullptr) return bias.data() + first;
  }
  return nullptr;
}

/// sums[i] = bias[first + i], or 0 where there is none, for n channels.
template <class Sum, class Bias>
constexpr void start_sums(Sum* sums, elements<const Bias> bias, std::int32_t first,
                          std::int32_t n) {
  for (std::int32_t i = 0; i < n; ++i) {
    sums[i] = bias ? bias[static_cast<std::size_t>(first + i)] : 0;
  }
}

/// The sums from which the channels of a convolution start: its biases, less what the zero point
/// adds where Backend folds that. Those of up to 256 channels are worked out once, more of them
/// again and again.
template <class Backend, class Args>
class starting_sums {
 public:
  using sum = typename Args::accumulator::sum;

  /// columns  how many will be made in all; one is not worth folding
  constexpr starting_sums(const Args& a, std::int32_t columns) : a_(a), folded_(columns > 1) {}

  /// The zero point that a column is made with.
  constexpr std::int32_t column_zero_point() const {
    return folds && folded_ ? 0 : a_.input_zero_point;
  }

  /// Those of n channels from `first` on; null where there is no such array.
  ///
  /// length   weights of a channel
  constexpr const sum* operator()(std::int32_t first, std::int32_t n, std::int32_t length) {
    if constexpr (folds) {
      if (folded_) {
        if (first < first_ || first + n > first_ + count_) fold(first, length);
        return sums_.data() + (first - first_);
      }
    }
    return start_of<sum>(a_.bias, first);
  }

 private:
  template <class T>
  using code = std::remove_cvref_t<decltype(std::declval<T>().data[0])>;
  static constexpr bool folds = Backend::template folds_zero_point<sum, code<decltype(Args::input)>,
                                                                   code<decltype(Args::filter)>>;

  /// Modulo 2^32, as the sums may be on their way.
  constexpr void fold(std::int32_t first, std::int32_t length) {
    first_ = first;
    count_ = std::min(static_cast<std::int32_t>(sums_.size()), a_.output.shape[3] - first);
    for (std::int32_t i = 0; i < count_; ++i) {
      const auto channel = static_cast<std::size_t>(first + i);
      const auto row = a_.filter.data + channel * static_cast<std::size_t>(length);
      sums_[static_cast<std::size_t>(i)] =
          static_cast<sum>(static_cast<std::uint32_t>(a_.bias ? a_.bias[channel] : 0) -
                           static_cast<std::uint32_t>(a_.input_zero_point) *
                               static_cast<std::uint32_t>(Backend::total(row, length)));
    }
  }

  const Args& a_;
  bool folded_;
  std::int32_t first_ = 0, count_ = 0;
  std::array<sum, folds ? 256 : 0> sums_{};
};

/// The channels of an output that column_product makes, and the weights for them.
template <class Weight>
struct filter_rows {
  elements<const Weight> data{};
  std::int32_t length = 0;            ///< weights of a channel
  std::int32_t first = 0, count = 0;  ///< channels
};
// clang before 17 deduces nothing from an aggregate.
template <class Weight>
filter_rows(elements<const Weight>, std::int32_t, std::int32_t, std::int32_t)
    -> filter_rows<Weight>;

/// out[c * step + i] = act(bias[first + i] + sum(column c * row i)), in real units, for `count`
/// columns and the channels of `rows`
///
/// starts   starts(channel, n, length): the sums from which n channels start, null for their biases
/// fill     fill(column, c, k, n) makes column c of the n activations from k on that lie under it
/// rounding as conv_2d's
/// memory   the columns, and Backend::block sums for each, on the stack. Where the rows are not
///          longer than Backend::column_length, all is read before the first output is written
template <class Backend, class Args, class Starts, class Weight, class Code, class Fill>
constexpr void column_product(const Args& a, Starts& starts, std::int32_t count,
                              const filter_rows<Weight>& rows, elements<Code> out,
                              std::int32_t step, Fill fill) {
  using accumulator = typename Args::accumulator;
  using sum_type = typename accumulator::sum;
  using input = std::remove_cvref_t<decltype(a.input.data[0])>;
  std::array<typename Backend::template column<sum_type, input, Weight>, Backend::columns_at_once>
      columns;
  std::array<sum_type, Backend::block * Backend::columns_at_once> sums;
  const auto size = [](std::int32_t i) { return static_cast<std::size_t>(i); };
  std::int32_t filled = -1;
  for (std::int32_t block = 0; block < rows.count; block += Backend::block) {
    const std::int32_t outputs = std::min(Backend::block, rows.count - block);
    const sum_type* start = starts(rows.first + block, outputs, rows.length);
    for (std::int32_t c = 0; c < count && (start == nullptr || rows.length == 0); ++c) {
      start_sums(sums.data() + c * Backend::block, a.bias, rows.first + block, outputs);
    }
    for (std::int32_t k = 0; k < rows.length; k += Backend::column_length) {
      const std::int32_t n = std::min(Backend::column_length, rows.length - k);
      for (std::int32_t c = 0; c < count && filled != k; ++c) fill(columns[size(c)], c, k, n);
      filled = k;
      Backend::multiply_columns(start, sums.data(), columns.data(), count,
                                rows.data + size(block) * size(rows.length) + size(k), rows.length,
                                n, outputs);
      start = nullptr;
    }
    for (std::int32_t c = 0; c < count; ++c) {
      Backend::template requantize_row<accumulator>(
          sums.data() + c * Backend::block, a.requantize, rows.first + block,
          out + (size(c) * size(step) + size(block)), outputs);
    }
  }
}

}  // namespace octet
