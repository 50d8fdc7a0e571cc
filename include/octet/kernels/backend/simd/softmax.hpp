// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// SOFTMAX of 8-bit codes on the SIMD backend: two codes differ in one of 256 ways, so that the
// exponentials are looked up.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "octet/core/elements.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/softmax.hpp"

namespace octet {

/// How many exponentials a table for run_softmax has.
inline constexpr std::size_t softmax_table_size = 256;

/// table[i] = exp(-i steps of a code) in Q0.31, 0 where that is taken for minus infinity
///
/// rounding by the backend's contract
template <class Backend>
constexpr void fill_softmax_table(const softmax_scaling& s, elements<std::int32_t> table) {
  for (std::size_t i = 0; i < softmax_table_size; ++i) {
    const std::int32_t difference = -static_cast<std::int32_t>(i);
    const bool counts = difference >= s.lowest_difference;
    table.store(i, counts ? detail::softmax_exponential<Backend>(difference, s) : 0);
  }
}

/// softmax of 8-bit codes, with a table by fill_softmax_table of the same scaling.
///
/// memory   no heap, 512 bytes of stack at most; the output may lie on the input
/// exact    the codes of softmax<Backend>, where the table is of that Backend
template <class Args>
constexpr void run_softmax(elements<const std::int32_t> table, const Args& a) {
  using from = std::remove_cvref_t<decltype(a.input.data[0])>;
  using code = std::remove_cvref_t<decltype(a.output.data[0])>;
  static_assert(sizeof(from) == 1, "a table for all differences of 16-bit codes were too large");
  const auto depth = static_cast<std::size_t>(a.input.shape[1]);
  const std::size_t rows = depth == 0 ? 0 : static_cast<std::size_t>(a.input.shape[0]);
  for (std::size_t row = 0; row < rows; ++row) {
    const auto input = a.input.data + row * depth;
    const auto output = a.output.data + row * depth;
    const std::int32_t largest = detail::largest_code(input, depth);
    const auto difference = [&](std::size_t i) {
      return static_cast<std::size_t>(largest - input[i]);
    };
    std::int32_t sum = 0;
    for (std::size_t i = 0; i < depth; ++i)
      sum += rounding_divide_by_pot(table[difference(i)], softmax_sum_bits);
    const auto reciprocal = detail::softmax_reciprocal::of(sum);
    if (depth < softmax_table_size) {
      for (std::size_t i = 0; i < depth; ++i)
        output.store(i, detail::softmax_share<code>(table[difference(i)], reciprocal));
      continue;
    }
    std::array<code, softmax_table_size> shares{};
    for (std::size_t i = 0; i < softmax_table_size; ++i)
      shares[i] = detail::softmax_share<code>(table[i], reciprocal);
    for (std::size_t i = 0; i < depth; ++i) output.store(i, shares[difference(i)]);
  }
}

}  // namespace octet
