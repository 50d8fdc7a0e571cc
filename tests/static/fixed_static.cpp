// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The fixed floor in the compiler: codes worked out by hand, formats of results, published
// constants.
#include <cstdint>
#include <limits>
#include <type_traits>

#include "octet/fixed/math.hpp"
#include "octet/fixed/multiplier.hpp"
#include "octet/fixed/q.hpp"
#include "octet/fixed/rounding.hpp"

namespace {

using octet::multiplier;
using octet::narrow;
using octet::q;
using octet::rounding;
using octet::saturate_cast;
using octet::shift_right;

// The same value under the five rules: -1.5, -0.5, 0.5, 1.5, and everything shifted out.
static_assert(shift_right<rounding::toward_zero>(-3, 1) == -1);
static_assert(shift_right<rounding::floor>(-3, 1) == -2);
static_assert(shift_right<rounding::half_up>(-3, 1) == -1);
static_assert(shift_right<rounding::half_away>(-3, 1) == -2);
static_assert(shift_right<rounding::half_even>(-3, 1) == -2);
static_assert(shift_right<rounding::half_up>(-1, 1) == 0);
static_assert(shift_right<rounding::half_away>(-1, 1) == -1);
static_assert(shift_right<rounding::half_even>(1, 1) == 0);
static_assert(shift_right<rounding::half_even>(3, 1) == 2);
static_assert(shift_right<rounding::half_away>(std::int8_t{-128}, 8) == -1, "-1/2 is a tie");
static_assert(shift_right<rounding::half_even>(std::int8_t{-128}, 8) == 0);
static_assert(shift_right<rounding::half_up>(std::uint8_t{255}, 8) == 1);
static_assert(shift_right<rounding::floor>(-1, 1000) == -1);

static_assert(saturate_cast<std::int8_t>(128) == 127);
static_assert(saturate_cast<std::uint8_t>(-1) == 0);
static_assert(saturate_cast<std::int32_t>(std::numeric_limits<std::uint64_t>::max()) == 0x7fffffff);
static_assert(saturate_cast<std::int64_t>(std::int8_t{-128}) == -128);

// multiplier: mantissa in [2^30, 2^31), and the two ends.
constexpr std::int32_t half_unit = std::int32_t{1} << 30;
constexpr std::int32_t largest = std::numeric_limits<std::int32_t>::max();
static_assert(multiplier::from_real(0.0) == multiplier{0, 0});
static_assert(multiplier::from_real(0.5) == multiplier{half_unit, 0});
static_assert(multiplier::from_real(1.0) == multiplier{half_unit, 1});
static_assert(multiplier::from_real(-0.75) == multiplier{-3 * (half_unit / 2), 0});
static_assert(multiplier::from_real(1.0 - 0x1p-33) == multiplier{half_unit, 1}, "rounds up to 1");
static_assert(multiplier::from_real(1.0 - 0x1p-31) == multiplier{largest, 0});
static_assert(multiplier::from_real(0x1p-32) == multiplier{half_unit, -31});
static_assert(multiplier::from_real(0x1p-33) == multiplier{0, 0});
static_assert(multiplier::from_real(0x1p29) == multiplier{half_unit, 30});
static_assert(multiplier::from_real(0x1p30) == multiplier{largest, 30});
static_assert(multiplier::from_real(std::numeric_limits<double>::infinity()) ==
              multiplier{largest, 30});
static_assert(multiplier::from_real(-0x1p40) == multiplier{-largest, 30});
static_assert(multiplier::from_real(std::numeric_limits<double>::quiet_NaN()) == multiplier{0, 0});
static_assert(multiplier::from_real(std::numeric_limits<double>::denorm_min()) == multiplier{0, 0});

// 100 * 0.015 is below 1.5 in binary: A rounds to 1.5 first and then to 2, B and C say 1.
constexpr multiplier small = multiplier::from_real(0.015);
static_assert(octet::requantize(100, small) == 2);
static_assert(octet::requantize<octet::contract::single_rounding>(100, small) == 1);
static_assert(octet::requantize<octet::contract::in_double>(
                  5, *octet::encode<octet::contract::in_double>(0.5)) == 3);
static_assert(octet::requantize<octet::contract::in_float>(
                  5, *octet::encode<octet::contract::in_float>(0.5)) == 2);
static_assert(octet::requantize<octet::contract::power_of_two>(
                  -5, *octet::encode<octet::contract::power_of_two>(0.5)) == -2);
static_assert(!octet::encode<octet::contract::power_of_two>(0.3));
static_assert(octet::requantize_16x8(100, small) == 1);
// SRDHM's ties go up, RDivPOT's away from zero.
static_assert(octet::saturating_rounding_doubling_high_mul<std::int32_t>(-1, half_unit) == 0);
static_assert(octet::saturating_rounding_doubling_high_mul<std::int32_t>(1, half_unit) == 1);
static_assert(octet::rounding_divide_by_pot(-1, 1) == -1);
static_assert(octet::saturating_rounding_doubling_high_mul(-largest - 1, -largest - 1) == largest);
static_assert(octet::saturating_rounding_doubling_high_mul(std::int16_t{-32768},
                                                           std::int16_t{-32768}) == 32767);

// q<m, n>: what the documentation shows.
constexpr q<0, 15> gain = 0.75;
constexpr auto product = gain * q<7, 8>{-12.625};
static_assert(std::is_same_v<decltype(product), const q<8, 23>>);
static_assert(product.to_double() == -9.46875);
static_assert(narrow<q<7, 8>, octet::nearest_even, octet::saturate>(product).code() == -2424);

static_assert(std::is_same_v<decltype(gain + q<7, 8>{}), q<8, 15>>);
static_assert(std::is_same_v<decltype(gain - q<7, 8>{}), q<8, 15>>);
static_assert(std::is_same_v<decltype(-gain), q<1, 15>>);
static_assert(std::is_same_v<decltype(q<-3, 10>{} * q<9, -2>{}), q<7, 8>>);
static_assert(sizeof(q<0, 7>) == 1 && sizeof(q<1, 7>) == 2 && sizeof(q<0, 16>) == 4);
static_assert(sizeof(q<2, 3>) == 1 && sizeof(q<31, 0>) == 4 && sizeof(q<32, 0>) == 8);
static_assert(q<2, 3>::lowest().to_double() == -4.0 && q<2, 3>::highest().to_double() == 3.875);

// Literals: the nearest code, ties to even.
static_assert(q<0, 7>{-1.0}.code() == -128);
static_assert(q<0, 7>{0x1.8p-8}.code() == 1, "1.5 / 2 of a step");
static_assert(q<0, 7>{0x1p-8}.code() == 0 && q<0, 7>{3 * 0x1p-8}.code() == 2);
static_assert(q<0, 63>{-1.0}.code() == std::numeric_limits<std::int64_t>::min());
static_assert(q<7, 8>{2} == q<4, 0>{2}, "an integer literal is fine");

// Widening without loss is implicit, anything else is not.
static_assert(std::is_convertible_v<q<0, 15>, q<8, 23>>);
static_assert(!std::is_convertible_v<q<0, 15>, q<8, 7>>);
static_assert(!std::is_convertible_v<q<8, 7>, q<7, 15>>);
static_assert(!std::is_constructible_v<q<8, 7>, q<0, 15>>);

// Overflow rules, and a shift to the left that leaves 64 bits.
static_assert(narrow<q<0, 7>, octet::floor_, octet::saturate>(q<1, 7>{1.5}).code() == 127);
static_assert(narrow<q<0, 7>, octet::floor_, octet::wrap>(q<1, 7>{1.5}).to_double() == -0.5);
static_assert(narrow<q<0, 7>, octet::floor_, octet::trap>(q<1, 7>{0.5}).to_double() == 0.5);
static_assert(narrow<q<0, 63>, octet::floor_, octet::saturate>(q<31, 32>{-1.5}) ==
              q<0, 63>::lowest());
static_assert(narrow<q<0, 63>, octet::floor_, octet::wrap>(q<31, 32>{-1.5}).to_double() == 0.5);
static_assert(narrow<q<0, 7>, octet::nearest_even, octet::saturate>(q<0, 15>::highest()).code() ==
              127);

// The constants of gemmlowp's fixed point, as published there.
static_assert(q<0, 31>{0.88249690258459546}.code() == 1895147668, "exp(-1/8)");
static_assert(q<0, 31>{0.77880078307140487}.code() == 1672461947, "exp(-1/4)");
static_assert(q<0, 31>{0.60653065971263342}.code() == 1302514674, "exp(-1/2)");
static_assert(q<0, 31>{0.36787944117144232}.code() == 790015084, "exp(-1)");
static_assert(q<2, 29>{48.0 / 17.0}.code() == 1515870810);
static_assert(q<2, 29>{-32.0 / 17.0}.code() == -1010580540);
static_assert(octet::exp_on_negative_values<5>(0) == largest);
static_assert(octet::one_over_one_plus_x_for_x_in_0_1(0) == largest);
static_assert(octet::fixed_logistic<4>(0) == half_unit && octet::fixed_tanh<4>(0) == 0);

}  // namespace
