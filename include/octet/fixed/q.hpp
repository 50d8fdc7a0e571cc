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
#include <utility>

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

template <bool Signed, int Bits>
using code_storage =
    std::conditional_t<Signed, signed_storage<Bits>, std::make_unsigned_t<signed_storage<Bits>>>;

/// code * 2^shift as a code of the format To; a negative shift rounds.
template <class To, RoundingRule Rounding, OverflowRule Overflow, class Code>
[[nodiscard]] constexpr typename To::wide rescale_code(Code code, int shift) {
  using wide = typename To::wide;
  constexpr wide lowest = To::lowest_code;
  constexpr wide highest = To::highest_code;
  std::uint64_t shifted = 0;
  bool fits = true;
  if (shift <= 0) {
    const Code whole = shift_right<Rounding::rule>(code, -shift);
    fits = std::cmp_less_equal(lowest, whole) && std::cmp_less_equal(whole, highest);
    shifted = static_cast<std::uint64_t>(whole);
  } else {
    // Asked before the shift, which may leave 64 bits: fits means lowest / 2^shift <= code.
    fits = std::cmp_less_equal(shift_right<rounding::toward_zero>(lowest, shift), code) &&
           std::cmp_less_equal(code, shift_right<rounding::floor>(highest, shift));
    shifted = shift < 64 ? static_cast<std::uint64_t>(code) << shift : 0;
  }
  if (fits) return static_cast<wide>(shifted);
  constexpr int unused = 64 - To::bits;
  const wide wrapped = static_cast<wide>(shifted << unused) >> unused;
  const wide nearest = code < 0 ? lowest : highest;
  return static_cast<wide>(Overflow::resolve({.wrapped = static_cast<std::int64_t>(wrapped),
                                              .nearest = static_cast<std::int64_t>(nearest)}));
}

/// The overflow rule of literals. Not constexpr, so the compiler stops and prints this name.
struct literal_is_outside_the_range_of_this_q {
  static std::int64_t resolve(out_of_range value) { return trap::resolve(value); }
};

}  // namespace detail

/// Qm.n with or without a sign, named q<M, N> and uq<M, N>: M integer bits, N fraction bits.
///
///   real = code * 2^-N by steps of 2^-N, in [-2^M, 2^M) where Signed, else in [0, 2^M)
///
/// shapes   at most 64 bits, at least one besides the sign; M or N may be negative (q<-3, 10>: 8
///          bits of small numbers)
/// memory   the smallest of (u)int8, (u)int16, (u)int32, (u)int64 that holds the bits
/// exact    + - * and comparisons, between any formats: the result's format is wide enough, and
///          signed where the result can be negative. A result above 64 bits does not compile;
///          narrow an operand first
template <bool Signed, int M, int N>
class basic_q {
 public:
  static constexpr bool is_signed = Signed;
  static constexpr int integer_bits = M;
  static constexpr int fraction_bits = N;
  static constexpr int bits = (Signed ? 1 : 0) + M + N;
  static_assert(M + N >= 1, "octet::q<M, N>: needs at least one bit besides the sign, M + N >= 1");
  static_assert(bits <= 64,
                "octet::q<M, N>: more than 64 bits, 1 + M + N > 64; narrow an operand first");
  static_assert(N >= -512 && N <= 512, "octet::q<M, N>: 2^-N has to be an ordinary double");

  using storage = detail::code_storage<Signed, bits>;
  using wide = detail::code_storage<Signed, 64>;
  static constexpr wide highest_code = std::numeric_limits<wide>::max() >> (64 - bits);
  static constexpr wide lowest_code = Signed ? static_cast<wide>(~highest_code) : wide{0};

  constexpr basic_q() = default;

  /// A literal, rounded to the nearest code, ties to even; out of range (or NaN) does not compile.
  OCTET_LITERAL basic_q(double literal)
      : basic_q(from_real<nearest_even, detail::literal_is_outside_the_range_of_this_q>(literal)) {}

  /// From a format whose every value this one holds.
  template <bool Signed2, int M2, int N2>
  requires((Signed || !Signed2) && M2 <= M && N2 <= N &&
           (Signed != Signed2 || M2 < M || N2 < N))  //
      constexpr basic_q(basic_q<Signed2, M2, N2> narrower)
      : basic_q(from_code(static_cast<wide>(narrower.code()) << (N - N2))) {}

  /// The number of a code, lowest().code() .. highest().code().
  [[nodiscard]] static constexpr basic_q from_code(wide code) {
    OCTET_ASSERT(code >= lowest_code && code <= highest_code);
    basic_q result;
    result.code_ = static_cast<storage>(code);
    return result;
  }

  /// A real number known at run time only; it takes no floating point arithmetic.
  ///
  /// range    outside it, infinities included, the overflow rule decides; NaN gives 0 unless the
  ///          rule traps
  template <RoundingRule Rounding = nearest_even, OverflowRule Overflow = saturate>
  [[nodiscard]] static constexpr basic_q from_real(double real) {
    if (real != real) {
      return from_code(static_cast<wide>(Overflow::resolve({.wrapped = 0, .nearest = 0})));
    }
    const auto [mantissa, exponent] = decompose(real);
    return from_code(detail::rescale_code<basic_q, Rounding, Overflow>(mantissa, exponent + N));
  }

  [[nodiscard]] static constexpr basic_q lowest() { return from_code(lowest_code); }
  [[nodiscard]] static constexpr basic_q highest() { return from_code(highest_code); }

  [[nodiscard]] constexpr storage code() const { return code_; }

  /// The real number, exact up to 53 bits and the sign, rounded to nearest above.
  [[nodiscard]] constexpr double to_double() const {
    const auto step = std::bit_cast<double>(static_cast<std::uint64_t>(1023 - N) << 52);
    return static_cast<double>(code_) * step;
  }

 private:
  storage code_ = 0;
};

/// A sign bit, M integer bits, N fraction bits.
template <int M, int N>
using q = basic_q<true, M, N>;

/// M integer bits, N fraction bits, no sign.
template <int M, int N>
using uq = basic_q<false, M, N>;

namespace detail {
template <class T>
inline constexpr bool is_q = false;
template <bool Signed, int M, int N>
inline constexpr bool is_q<basic_q<Signed, M, N>> = true;
}  // namespace detail

/// q<M, N> or uq<M, N>.
template <class T>
concept QFormat = detail::is_q<T>;

/// Exact: two signs need one integer bit more, for lowest * lowest.
template <bool S1, int M1, int N1, bool S2, int M2, int N2>
[[nodiscard]] constexpr auto operator*(basic_q<S1, M1, N1> a, basic_q<S2, M2, N2> b) {
  using product = basic_q<S1 || S2, M1 + M2 + (S1 && S2 ? 1 : 0), N1 + N2>;
  using wide = typename product::wide;
  return product::from_code(static_cast<wide>(a.code()) * static_cast<wide>(b.code()));
}

/// Exact: one integer bit more than the larger, as many fraction bits as the finer.
template <bool S1, int M1, int N1, bool S2, int M2, int N2>
[[nodiscard]] constexpr auto operator+(basic_q<S1, M1, N1> a, basic_q<S2, M2, N2> b) {
  using sum = basic_q<S1 || S2, std::max(M1, M2) + 1, std::max(N1, N2)>;
  using wide = typename sum::wide;
  return sum::from_code(static_cast<wide>(sum{a}.code()) + static_cast<wide>(sum{b}.code()));
}

/// Exact and always signed; between two unsigned formats the sign is all that is added.
template <bool S1, int M1, int N1, bool S2, int M2, int N2>
[[nodiscard]] constexpr auto operator-(basic_q<S1, M1, N1> a, basic_q<S2, M2, N2> b) {
  using difference = q<std::max(M1, M2) + (S1 || S2 ? 1 : 0), std::max(N1, N2)>;
  return difference::from_code(std::int64_t{difference{a}.code()} - difference{b}.code());
}

/// Exact: -lowest() of a signed format needs one integer bit more.
template <bool S, int M, int N>
[[nodiscard]] constexpr q<M + (S ? 1 : 0), N> operator-(basic_q<S, M, N> a) {
  return q<M + (S ? 1 : 0), N>::from_code(-static_cast<std::int64_t>(a.code()));
}

/// The order of the real numbers, exact between any two formats.
template <bool S1, int M1, int N1, bool S2, int M2, int N2>
[[nodiscard]] constexpr std::strong_ordering operator<=>(basic_q<S1, M1, N1> a,
                                                         basic_q<S2, M2, N2> b) {
  if constexpr (N1 < N2) {
    return 0 <=> (b <=> a);
  } else {
    // A common format may need more than 64 bits: compare at b's steps, then look at a's remainder.
    constexpr int finer = N1 - N2;
    const typename basic_q<S1, M1, N1>::wide code = a.code();
    const auto whole = shift_right<rounding::floor>(code, finer);
    if (std::cmp_less(whole, b.code())) return std::strong_ordering::less;
    if (std::cmp_greater(whole, b.code())) return std::strong_ordering::greater;
    const bool rest = code != 0 && std::countr_zero(static_cast<std::uint64_t>(code)) < finer;
    return rest ? std::strong_ordering::greater : std::strong_ordering::equal;
  }
}

template <bool S1, int M1, int N1, bool S2, int M2, int N2>
[[nodiscard]] constexpr bool operator==(basic_q<S1, M1, N1> a, basic_q<S2, M2, N2> b) {
  return (a <=> b) == 0;
}

/// The value in another format; the only way to lose bits.
///
/// rounding by the rule named; none happens where To has at least as many fraction bits
/// range    a rounded value outside To becomes what the overflow rule says
template <QFormat To, RoundingRule Rounding, OverflowRule Overflow, bool S, int M, int N>
[[nodiscard]] constexpr To narrow(basic_q<S, M, N> value) {
  const typename basic_q<S, M, N>::wide code = value.code();
  return To::from_code(detail::rescale_code<To, Rounding, Overflow>(code, To::fraction_bits - N));
}

}  // namespace octet

#undef OCTET_LITERAL
