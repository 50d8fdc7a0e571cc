// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Qm.n fixed point: sums and products widen until they are exact, and losing bits is spelled out.
#pragma once

#include <algorithm>
#include <bit>
#include <compare>
#include <cstdint>
#include <limits>
#include <type_traits>

#include "octet/core/config.hpp"
#include "octet/fixed/decompose.hpp"
#include "octet/fixed/rounding.hpp"

// clang before 15 crashes on temporaries that a consteval constructor makes. There a literal out of
// range stops the compiler in constant expressions only, and elsewhere the program.
#if defined(__clang__) && __clang_major__ < 15
#define OCTET_LITERAL constexpr
#else
#define OCTET_LITERAL consteval
#endif

namespace octet {

namespace detail {

/// The smallest signed integer of at least this many bits.
template <int Bits>
using signed_storage = std::conditional_t<
    Bits <= 8, std::int8_t,
    std::conditional_t<Bits <= 16, std::int16_t,
                       std::conditional_t<Bits <= 32, std::int32_t, std::int64_t>>>;

template <int Bits>
inline constexpr std::int64_t highest_code = std::numeric_limits<std::int64_t>::max() >>
                                             (64 - Bits);

template <int Bits>
inline constexpr std::int64_t lowest_code = -highest_code<Bits> - 1;

/// code * 2^shift as a code of Bits bits; a negative shift rounds.
template <int Bits, RoundingRule Rounding, OverflowRule Overflow>
[[nodiscard]] constexpr std::int64_t rescale_code(std::int64_t code, int shift) {
  std::int64_t shifted = code;
  bool fits = true;
  if (shift <= 0) {
    shifted = shift_right<Rounding::rule>(code, -shift);
    fits = shifted >= lowest_code<Bits> && shifted <= highest_code<Bits>;
  } else {
    // Asked before the shift, which may leave 64 bits: fits means lowest / 2^shift <= code.
    fits = code >= shift_right<rounding::toward_zero>(lowest_code<Bits>, shift) &&
           code <= shift_right<rounding::floor>(highest_code<Bits>, shift);
    shifted = shift < 64 ? static_cast<std::int64_t>(static_cast<std::uint64_t>(code) << shift) : 0;
  }
  if (fits) return shifted;
  constexpr int unused = 64 - Bits;
  const auto top = static_cast<std::int64_t>(static_cast<std::uint64_t>(shifted) << unused);
  return Overflow::resolve(
      {.wrapped = top >> unused, .nearest = code < 0 ? lowest_code<Bits> : highest_code<Bits>});
}

/// The overflow rule of literals. Not constexpr, so the compiler stops and prints this name.
struct literal_is_outside_the_range_of_this_q {
  static std::int64_t resolve(out_of_range value) { return trap::resolve(value); }
};

}  // namespace detail

/// Qm.n: a two's complement number of a sign bit, M integer bits and N fraction bits.
///
///   real = code * 2^-N, in [-2^M, 2^M) by steps of 2^-N
///
/// shapes   2 <= 1 + M + N <= 64 bits; M or N may be negative (q<-3, 10>: 8 bits of small numbers)
/// memory   the smallest of int8, int16, int32, int64 that holds the bits
/// exact    + - * and comparisons, between any formats: the result's format is wide enough. A
///          result above 64 bits does not compile; narrow an operand first
template <int M, int N>
class q {
 public:
  static constexpr int integer_bits = M;
  static constexpr int fraction_bits = N;
  static constexpr int bits = 1 + M + N;
  static_assert(bits >= 2,
                "octet::q<M, N>: needs at least a sign bit and one more, 1 + M + N >= 2");
  static_assert(bits <= 64,
                "octet::q<M, N>: more than 64 bits, 1 + M + N > 64; narrow an operand first");
  static_assert(N >= -512 && N <= 512, "octet::q<M, N>: 2^-N has to be an ordinary double");

  using storage = detail::signed_storage<bits>;

  constexpr q() = default;

  /// A literal, rounded to the nearest code, ties to even; out of range (or NaN) does not compile.
  OCTET_LITERAL q(double literal)
      : q(from_real<nearest_even, detail::literal_is_outside_the_range_of_this_q>(literal)) {}

  /// From a format whose every value this one holds.
  template <int M2, int N2>
  requires(M2 <= M && N2 <= N && (M2 < M || N2 < N)) constexpr q(q<M2, N2> narrower)
      : q(from_code(std::int64_t{narrower.code()} << (N - N2))) {}

  /// The number of a code, lowest().code() .. highest().code().
  [[nodiscard]] static constexpr q from_code(std::int64_t code) {
    OCTET_ASSERT(code >= detail::lowest_code<bits> && code <= detail::highest_code<bits>);
    q result;
    result.code_ = static_cast<storage>(code);
    return result;
  }

  /// A real number known at run time only; it takes no floating point arithmetic.
  ///
  /// range    outside it, infinities included, the overflow rule decides; NaN gives 0 unless the
  ///          rule traps
  template <RoundingRule Rounding = nearest_even, OverflowRule Overflow = saturate>
  [[nodiscard]] static constexpr q from_real(double real) {
    if (real != real) return from_code(Overflow::resolve({.wrapped = 0, .nearest = 0}));
    const auto [mantissa, exponent] = decompose(real);
    return from_code(detail::rescale_code<bits, Rounding, Overflow>(mantissa, exponent + N));
  }

  [[nodiscard]] static constexpr q lowest() { return from_code(detail::lowest_code<bits>); }
  [[nodiscard]] static constexpr q highest() { return from_code(detail::highest_code<bits>); }

  [[nodiscard]] constexpr storage code() const { return code_; }

  /// The real number, exact up to 54 bits and rounded to nearest above.
  [[nodiscard]] constexpr double to_double() const {
    const auto step = std::bit_cast<double>(static_cast<std::uint64_t>(1023 - N) << 52);
    return static_cast<double>(code_) * step;
  }

 private:
  storage code_ = 0;
};

/// Exact: the one additional integer bit is there for lowest * lowest.
template <int M1, int N1, int M2, int N2>
[[nodiscard]] constexpr auto operator*(q<M1, N1> a, q<M2, N2> b) {
  return q<M1 + M2 + 1, N1 + N2>::from_code(std::int64_t{a.code()} * b.code());
}

/// Exact: one integer bit more than the larger, as many fraction bits as the finer.
template <int M1, int N1, int M2, int N2>
[[nodiscard]] constexpr auto operator+(q<M1, N1> a, q<M2, N2> b) {
  using sum = q<std::max(M1, M2) + 1, std::max(N1, N2)>;
  return sum::from_code(std::int64_t{sum{a}.code()} + sum{b}.code());
}

/// Exact, in the format of the sum.
template <int M1, int N1, int M2, int N2>
[[nodiscard]] constexpr auto operator-(q<M1, N1> a, q<M2, N2> b) {
  using difference = q<std::max(M1, M2) + 1, std::max(N1, N2)>;
  return difference::from_code(std::int64_t{difference{a}.code()} - difference{b}.code());
}

/// Exact: -lowest() needs one integer bit more.
template <int M, int N>
[[nodiscard]] constexpr q<M + 1, N> operator-(q<M, N> a) {
  return q<M + 1, N>::from_code(-std::int64_t{a.code()});
}

/// The order of the real numbers, exact between any two formats.
template <int M1, int N1, int M2, int N2>
[[nodiscard]] constexpr std::strong_ordering operator<=>(q<M1, N1> a, q<M2, N2> b) {
  if constexpr (N1 < N2) {
    return 0 <=> (b <=> a);
  } else {
    // A common format may need more than 64 bits: compare at b's steps, then look at a's remainder.
    constexpr int finer = N1 - N2;
    const std::int64_t code = a.code();
    const std::int64_t whole = shift_right<rounding::floor>(code, finer);
    if (whole != b.code()) return whole <=> std::int64_t{b.code()};
    const bool rest = code != 0 && std::countr_zero(static_cast<std::uint64_t>(code)) < finer;
    return rest ? std::strong_ordering::greater : std::strong_ordering::equal;
  }
}

template <int M1, int N1, int M2, int N2>
[[nodiscard]] constexpr bool operator==(q<M1, N1> a, q<M2, N2> b) {
  return (a <=> b) == 0;
}

/// The value in another format; the only way to lose bits.
///
/// rounding by the rule named; none happens where To has at least as many fraction bits
/// range    a rounded value outside To becomes what the overflow rule says
template <class To, RoundingRule Rounding, OverflowRule Overflow, int M, int N>
[[nodiscard]] constexpr To narrow(q<M, N> value) {
  return To::from_code(
      detail::rescale_code<To::bits, Rounding, Overflow>(value.code(), To::fraction_bits - N));
}

}  // namespace octet

#undef OCTET_LITERAL
