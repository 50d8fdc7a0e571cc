// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Arrays of q under the rules of one q: what is added and multiplied is exact, narrow names its
// losses.
//
// Arguments are anything that std::span is made from: spans, std::array, C arrays, vectors.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include <utility>

#include "octet/core/config.hpp"
#include "octet/fixed/q.hpp"
#include "octet/fixed/rounding.hpp"

namespace octet {

/// The format of the elements of something that a std::span views.
template <class Range>
using q_of = typename decltype(std::span(std::declval<Range&>()))::value_type;

template <class Range>
concept QRange = QFormat<q_of<Range>>;

namespace detail {

/// out[i] = f(a[i], b[i])
template <class A, class B, class Out, class Function>
constexpr void for_each_pair(const A& a, const B& b, Out& out, Function f) {
  const std::span x(a);
  const std::span y(b);
  const std::span z(out);
  OCTET_ASSERT(x.size() == y.size() && x.size() == z.size());
  for (std::size_t i = 0; i < z.size(); ++i) z[i] = f(x[i], y[i]);
}

}  // namespace detail

/// out[i] = a[i] + b[i]
///
/// shapes   as many elements in each
/// exact    the elements of out hold every sum, or it does not compile
template <QRange A, QRange B, QRange Out>
requires std::convertible_to<decltype(q_of<A>{} + q_of<B>{}), q_of<Out>>
constexpr void add(const A& a, const B& b, Out&& out) {
  detail::for_each_pair(a, b, out, [](q_of<A> x, q_of<B> y) { return x + y; });
}

/// out[i] = a[i] - b[i], as add().
template <QRange A, QRange B, QRange Out>
requires std::convertible_to<decltype(q_of<A>{} - q_of<B>{}), q_of<Out>>
constexpr void subtract(const A& a, const B& b, Out&& out) {
  detail::for_each_pair(a, b, out, [](q_of<A> x, q_of<B> y) { return x - y; });
}

/// out[i] = a[i] * b[i], as add().
template <QRange A, QRange B, QRange Out>
requires std::convertible_to<decltype(q_of<A>{} * q_of<B>{}), q_of<Out>>
constexpr void multiply(const A& a, const B& b, Out&& out) {
  detail::for_each_pair(a, b, out, [](q_of<A> x, q_of<B> y) { return x * y; });
}

/// out[i] = narrow<element of out, Rounding, Overflow>(in[i])
///
/// shapes   as many elements in each
template <RoundingRule Rounding, OverflowRule Overflow, QRange In, QRange Out>
constexpr void narrow(const In& in, Out&& out) {
  const std::span from(in);
  const std::span to(out);
  OCTET_ASSERT(from.size() == to.size());
  for (std::size_t i = 0; i < to.size(); ++i) {
    to[i] = narrow<q_of<Out>, Rounding, Overflow>(from[i]);
  }
}

/// The sum of at most Length products of an A and a B: the product with log2(Length) integer bits
/// more.
template <std::size_t Length, QFormat A, QFormat B>
requires(Length > 0) using dot_q =
    basic_q<decltype(A{} * B{})::is_signed,
            decltype(A{} * B{})::integer_bits + static_cast<int>(std::bit_width(Length - 1)),
            decltype(A{} * B{})::fraction_bits>;

/// sum of a[i] * b[i]
///
/// shapes   as many elements in each, at most Length; above 64 bits for the sum of Length products
///          it does not compile
/// exact    always
template <std::size_t Length, QRange A, QRange B>
[[nodiscard]] constexpr auto dot(const A& a, const B& b) {
  using sum = dot_q<Length, q_of<A>, q_of<B>>;
  using wide = typename sum::wide;
  const std::span x(a);
  const std::span y(b);
  OCTET_ASSERT(x.size() == y.size() && x.size() <= Length);
  wide total = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    total += static_cast<wide>(x[i].code()) * static_cast<wide>(y[i].code());
  }
  return sum::from_code(total);
}

}  // namespace octet
