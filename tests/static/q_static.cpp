// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Formats of uq and of mixed results, and the functions, text and arrays of q in the compiler.
#include <array>
#include <concepts>
#include <type_traits>

#include "octet/fixed/exp_log.hpp"
#include "octet/fixed/q.hpp"
#include "octet/fixed/root.hpp"
#include "octet/fixed/sigmoid.hpp"
#include "octet/fixed/span.hpp"
#include "octet/fixed/text.hpp"
#include "octet/fixed/trigonometric.hpp"

namespace {

using octet::q;
using octet::uq;

// Unsigned formats: no sign bit, and a sign where the result can be negative.
static_assert(sizeof(uq<0, 8>) == 1 && sizeof(uq<1, 8>) == 2 && sizeof(uq<64, 0>) == 8);
static_assert(std::is_same_v<uq<4, 4>::storage, unsigned char>);
static_assert(uq<2, 3>::lowest().to_double() == 0.0 && uq<2, 3>::highest().to_double() == 3.875);
static_assert(std::is_same_v<decltype(uq<0, 8>{} + uq<4, 4>{}), uq<5, 8>>);
static_assert(std::is_same_v<decltype(uq<0, 8>{} - uq<4, 4>{}), q<4, 8>>);
static_assert(std::is_same_v<decltype(uq<0, 8>{} * uq<4, 4>{}), uq<4, 12>>);
static_assert(std::is_same_v<decltype(uq<0, 8>{} + q<4, 4>{}), q<5, 8>>);
static_assert(std::is_same_v<decltype(q<0, 8>{} - uq<4, 4>{}), q<5, 8>>);
static_assert(std::is_same_v<decltype(uq<0, 8>{} * q<4, 4>{}), q<4, 12>>);
static_assert(std::is_same_v<decltype(-uq<4, 4>{}), q<4, 4>>);

// Widening is implicit where nothing is lost, and a sign is something to lose.
static_assert(std::is_convertible_v<uq<0, 8>, q<0, 8>>);
static_assert(std::is_convertible_v<uq<0, 8>, uq<1, 8>>);
static_assert(!std::is_constructible_v<q<0, 7>, uq<0, 8>>);
static_assert(!std::is_constructible_v<uq<8, 8>, q<0, 7>>);
static_assert(octet::QFormat<q<0, 7>> && octet::QFormat<uq<0, 8>> && !octet::QFormat<int>);

// Functions are constants where their arguments are.
using f = q<3, 28>;
constexpr f one = 1;
static_assert(octet::exp<f>(one) == f{2.71828182845904523536});
static_assert(octet::exp2<f>(f{0.5}) == f{1.41421356237309504880});
static_assert(octet::log<f>(f{2}) == f{0.69314718055994530942});
static_assert(octet::log2<f>(f{0.25}) == f{-2});
static_assert(octet::sqrt<f>(f{2}) == f{1.41421356237309504880});
static_assert(octet::rsqrt<f>(f{2}) == f{0.70710678118654752440});
static_assert(octet::reciprocal<f>(f{3}) == f{1.0 / 3});
static_assert(octet::sin<f>(one) == f{0.84147098480789650665});
static_assert(octet::cos<f>(one) == f{0.54030230586813971740});
static_assert(octet::atan2<f>(one, one) == f{0.78539816339744830962});
static_assert(octet::tanh<f>(one) == f{0.76159415595576488812});
static_assert(octet::logistic<f>(one) == f{0.73105857863000487925});
static_assert(octet::log<f, octet::trap>(one) == f{0}, "a trap that nothing springs");

// Text there and back, 512 fraction bits included.
using smallest = q<-449, 512>;
constexpr auto there_and_back = [](auto value) {
  std::array<char, octet::text_size<decltype(value)>> text{};
  return octet::parse<decltype(value)>(octet::format(value, text));
};
static_assert(*there_and_back(smallest::lowest()) == smallest::lowest());
static_assert(*there_and_back(f::highest()) == f::highest());
static_assert(octet::parse<f>("0.1").value() == f{0.1});
static_assert(octet::parse<f>("ten").error().code == octet::errc::bad_number);

// Arrays.
constexpr std::array<q<0, 7>, 3> weights{q<0, 7>{0.5}, q<0, 7>{-1}, q<0, 7>{0.25}};
static_assert(octet::dot<3>(weights, weights).to_double() == 1.3125);
static_assert(std::is_same_v<octet::dot_q<3, q<0, 7>, uq<8, 0>>, q<10, 7>>);
template <class Out>
concept HoldsTheSums = requires(Out out) {
  octet::add(weights, weights, out);
};
static_assert(HoldsTheSums<std::array<q<1, 7>, 3>>);
static_assert(!HoldsTheSums<std::array<q<0, 7>, 3>>);

}  // namespace
