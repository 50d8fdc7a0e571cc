// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The scalar backend: plain constexpr C++ whose codes are the definition that every other backend
// must meet.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "octet/core/elements.hpp"
#include "octet/fixed/multiplier.hpp"
#include "octet/fixed/requantize_wide.hpp"
#include "octet/kernels/accumulator.hpp"
#include "octet/kernels/requantization.hpp"

namespace octet {

namespace detail {

/// requantize_row in terms of a backend's other words.
template <class Backend, class Accumulator, class T>
constexpr void requantize_row(const typename Accumulator::sum* sums, const requantization& r,
                              std::int32_t channel, elements<T> out, std::int32_t n) {
  for (std::int32_t i = 0; i < n; ++i) {
    const auto at = static_cast<std::size_t>(i);
    const std::int32_t scaled =
        Accumulator::template requantize<Backend>(sums[at], r.at(channel + i));
    out.store(at, static_cast<T>(r.code(scaled)));
  }
}

/// add_scaled in terms of a backend's requantize.
template <class Backend, class T>
constexpr void add_scaled(std::int32_t* sums, elements<const T> x, std::int32_t step,
                          std::int32_t zero_point, int left, multiplier m, std::int32_t n) {
  for (std::int32_t i = 0; i < n; ++i) {
    const std::int32_t difference = x[static_cast<std::size_t>(i * step)] - zero_point;
    sums[i] += Backend::requantize(difference * (1 << left), m);
  }
}

/// multiply_columns code by code, in a backend with blocks of Block.
template <std::int32_t Block, class Sum, class Column, class W>
constexpr void multiply_columns(const Sum* start, Sum* sums, const Column* columns,
                                std::int32_t count, elements<const W> w, std::int32_t stride,
                                std::int32_t n, std::int32_t rows) {
  for (std::int32_t c = 0; c < count; ++c) {
    for (std::int32_t o = 0; o < rows; ++o) {
      const elements<const W> row = w + static_cast<std::size_t>(o * stride);
      // Apart from the sums, which a compiler must take for bytes that the weights may share.
      Sum sum = start != nullptr ? start[o] : sums[c * Block + o];
      for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i) {
        sum += std::int32_t{columns[c][i]} * std::int32_t{row[i]};
      }
      sums[c * Block + o] = sum;
    }
  }
}

}  // namespace detail

/// One tap of a window: from where on it reads, in elements.
struct tap {
  std::int32_t input, filter;
};

/// The words from which kernels are built, for one rounding contract.
template <contract Contract>
struct basic_scalar {
  /// By which rule the words below requantize, and load makes the multipliers.
  static constexpr contract rounding_contract = Contract;

  /// sum of (x - zero_point) * w over n neighbouring elements
  template <class Sum = std::int32_t, class T, class W>
  static constexpr Sum dot(elements<const T> x, std::int32_t zero_point, elements<const W> w,
                           std::int32_t n) {
    Sum sum = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i) {
      sum += (std::int32_t{x[i]} - zero_point) * std::int32_t{w[i]};
    }
    return sum;
  }

  /// Accumulators that a kernel keeps on the stack: neighbouring channels of one position.
  static constexpr std::int32_t block = 32;

  /// sums[i] += (x[i * step] - zero_point) * w[i]; step is 1, or 0 where all read the same x
  template <class Sum, class T, class W>
  static constexpr void multiply_accumulate(Sum* sums, elements<const T> x, std::int32_t step,
                                            std::int32_t zero_point, elements<const W> w,
                                            std::int32_t n) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i) {
      const std::int32_t code = x[i * static_cast<std::size_t>(step)];
      sums[i] += (code - zero_point) * std::int32_t{w[i]};
    }
  }

  /// sums[i] = start[i] + sum of (x[tap.input + i / repeat] - zero_point) * w[tap.filter + i] over
  /// `count` taps; without a start sums[i] grows by that
  template <class Sum, class T, class W>
  static constexpr void multiply_taps(const Sum* start, Sum* sums, elements<const T> x,
                                      std::int32_t zero_point, elements<const W> w, const tap* taps,
                                      std::int32_t count, std::int32_t n, std::int32_t repeat) {
    for (std::int32_t i = 0; start != nullptr && i < n; ++i) sums[i] = start[i];
    const std::int32_t step = repeat == 1 ? 1 : 0, run = step == 1 ? n : repeat;
    for (const tap* t = taps; t != taps + count; ++t) {
      auto input = static_cast<std::size_t>(t->input), filter = static_cast<std::size_t>(t->filter);
      for (std::int32_t i = 0; i < n; i += run, ++input, filter += static_cast<std::size_t>(run)) {
        multiply_accumulate(sums + i, x + input, step, zero_point, w + filter,
                            std::min(run, n - i));
      }
    }
  }

  /// to[i] = from[i] for n neighbouring codes
  template <class T>
  static constexpr void copy(T* to, elements<const T> from, std::int32_t n) {
    // A call costs more than a loop over a few.
    if (!std::is_constant_evaluated() && n >= 16) {
      __builtin_memcpy(to, from.data(), static_cast<std::size_t>(n) * sizeof(T));
      return;
    }
    for (std::int32_t i = 0; i < n; ++i) to[i] = from[static_cast<std::size_t>(i)];
  }

  /// Codes that a column holds at most.
  static constexpr std::int32_t column_length = 256;

  /// Codes of T less their zero point, laid out so that many rows of weights W can be multiplied
  /// with them and summed in Sum.
  template <class Sum, class T, class W>
  using column = std::array<std::int16_t, column_length>;

  /// Columns that multiply_columns takes at most.
  static constexpr std::int32_t columns_at_once = 1;

  /// Makes a column of n neighbouring codes.
  template <class Column, class T>
  static constexpr void fill_column(Column& to, elements<const T> x, std::int32_t zero_point,
                                    std::int32_t n) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i) {
      to[i] = static_cast<std::int16_t>(x[i] - zero_point);
    }
  }

  /// sums[c * block + o] = start[o] + sum of column[c] * row o of the weights, over the n codes of
  /// the column and the n weights at w + o * stride; for `count` columns and `rows` rows, at most
  /// `block`. Without a start the sums grow by that
  template <class Sum, class Column, class W>
  static constexpr void multiply_columns(const Sum* start, Sum* sums, const Column* columns,
                                         std::int32_t count, elements<const W> w,
                                         std::int32_t stride, std::int32_t n, std::int32_t rows) {
    detail::multiply_columns<block>(start, sums, columns, count, w, stride, n, rows);
  }

  /// Whether a kernel with many columns should take what the zero point adds off the sums from
  /// which they start, and make columns of the codes as they are.
  template <class Sum, class T, class W>
  static constexpr bool folds_zero_point = false;

  /// sum of n neighbouring weights
  template <class W>
  static constexpr std::int32_t total(elements<const W> w, std::int32_t n) {
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i) sum += w[i];
    return sum;
  }

  /// sums[i] += x[i]
  template <class Sum, class T>
  static constexpr void accumulate(Sum* sums, elements<const T> x, std::int32_t n) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i) sums[i] += std::int32_t{x[i]};
  }

  /// highest[i] = max(highest[i], x[i])
  template <class T>
  static constexpr void maximum(std::int32_t* highest, elements<const T> x, std::int32_t n) {
    for (std::size_t i = 0; i < static_cast<std::size_t>(n); ++i) {
      if (highest[i] < x[i]) highest[i] = x[i];
    }
  }

  /// sums[i] += (x[i * step] - zero_point) * 2^left * m, under the contract; step is 1 or 0
  template <class T>
  static constexpr void add_scaled(std::int32_t* sums, elements<const T> x, std::int32_t step,
                                   std::int32_t zero_point, int left, multiplier m,
                                   std::int32_t n) {
    detail::add_scaled<basic_scalar>(sums, x, step, zero_point, left, m, n);
  }

  /// accumulator * multiplier under the contract
  static constexpr std::int32_t requantize(std::int32_t accumulator, multiplier m) {
    return octet::requantize<Contract>(accumulator, m);
  }

  /// the same for an accumulator that may lie outside int32
  static constexpr std::int32_t requantize_wide(std::int64_t accumulator, multiplier m) {
    return octet::requantize_wide<Contract>(accumulator, m);
  }

  /// the same for int16 codes with biases of int64: contract C where A and B would round
  static constexpr std::int32_t requantize_16x8(std::int64_t accumulator, multiplier m) {
    if constexpr (internal_contract(Contract) == Contract) {
      return octet::requantize_16x8(accumulator, m);
    } else {
      return octet::requantize_wide<Contract>(accumulator, m);
    }
  }

  /// x * multiplier::from_real(...) inside an operator's own fixed point: contract B or A
  static constexpr std::int32_t multiply(std::int32_t x, multiplier m) {
    return octet::requantize<internal_contract(Contract)>(x, m);
  }

  /// out[i] = the code of sums[i], for n neighbouring channels from `channel` on
  template <class Accumulator = accumulator_32, class T>
  static constexpr void requantize_row(const typename Accumulator::sum* sums,
                                       const requantization& r, std::int32_t channel,
                                       elements<T> out, std::int32_t n) {
    detail::requantize_row<basic_scalar, Accumulator>(sums, r, channel, out, n);
  }
};

/// Contract A, what TensorFlow Lite Micro computes.
using scalar = basic_scalar<contract::double_rounding>;

}  // namespace octet
