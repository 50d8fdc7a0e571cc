// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What a backend has to supply: the concept KernelBackend.
#pragma once

#include <concepts>
#include <cstdint>

#include "octet/core/elements.hpp"
#include "octet/fixed/multiplier.hpp"
#include "octet/kernels/accumulator.hpp"
#include "octet/kernels/backend/scalar.hpp"
#include "octet/kernels/requantization.hpp"

namespace octet {

/// The words from which kernels are built. basic_scalar (scalar.hpp) documents and defines each;
/// another backend returns the same codes for the same arguments, bit for bit. What is asked here
/// for int8 codes is needed for uint8 and int16 too, with weights of every type in weights.hpp.
template <class B>
concept KernelBackend = requires(
    elements<const std::int8_t> x, elements<std::int8_t> out, std::int32_t n, std::int32_t* sums,
    std::int8_t* codes, std::int64_t sum, multiplier m, const requantization& r, const tap* taps,
    typename B::template column<std::int32_t, std::int8_t, std::int8_t> column) {
  { B::rounding_contract } -> std::convertible_to<contract>;
  { B::block } -> std::convertible_to<std::int32_t>;
  { B::dot(x, n, x, n) } -> std::same_as<std::int32_t>;
  { B::template dot<std::int64_t>(x, n, x, n) } -> std::same_as<std::int64_t>;
  B::multiply_accumulate(sums, x, n, n, x, n);
  B::multiply_taps(sums, sums, x, n, x, taps, n, n, n);
  B::copy(codes, x, n);
  { B::column_length } -> std::convertible_to<std::int32_t>;
  { B::columns_at_once } -> std::convertible_to<std::int32_t>;
  B::fill_column(column, x, n, n);
  B::multiply_columns(sums, sums, &column, n, x, n, n, n);
  {
    B::template folds_zero_point<std::int32_t, std::int8_t, std::int8_t>
    } -> std::convertible_to<bool>;
  { B::total(x, n) } -> std::same_as<std::int32_t>;
  B::accumulate(sums, x, n);
  B::maximum(sums, x, n);
  B::add_scaled(sums, x, n, n, int{}, m, n);
  { B::requantize(n, m) } -> std::same_as<std::int32_t>;
  { B::requantize_wide(sum, m) } -> std::same_as<std::int32_t>;
  { B::requantize_16x8(sum, m) } -> std::same_as<std::int32_t>;
  { B::multiply(n, m) } -> std::same_as<std::int32_t>;
  B::template requantize_row<accumulator_32>(sums, r, n, out, n);
};

}  // namespace octet
