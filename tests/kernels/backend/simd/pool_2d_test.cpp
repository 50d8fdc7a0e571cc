// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Every SIMD target gives the codes of the scalar pools.
#include "octet/kernels/backend/simd/pool_2d.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <string>
#include <vector>

#include "octet/kernels/average_pool_2d.hpp"
#include "octet/kernels/max_pool_2d.hpp"
#include "support/guarded.hpp"
#include "support/simd_case.hpp"

using octet_test::dice;
using octet_test::guarded;

namespace {

struct max_case {
  template <class T>
  using args = octet::basic_max_pool_2d_args<T>;
  static void expect(const auto& a) { octet::max_pool_2d(a); }
  static bool run(const octet::simd_kernels& k, const auto& a) {
    octet::run_max_pool_2d(k, a);
    return true;
  }
};

struct average_case {
  template <class T>
  using args = octet::basic_average_pool_2d_args<T>;
  static void expect(const auto& a) { octet::average_pool_2d(a); }
  static bool run(const octet::simd_kernels& k, const auto& a) {
    return octet::run_average_pool_2d(k, a);
  }
};

/// Codes of which most lie at one end, so that sums are as large as they can be.
template <class T>
std::vector<T> codes_of(dice& d, std::size_t n) {
  std::vector<T> v = d.codes<T>(n);
  const std::int32_t kind = d.between(0, 5);
  if (kind == 0) std::fill(v.begin(), v.end(), std::numeric_limits<T>::min());
  if (kind == 1) std::fill(v.begin(), v.end(), std::numeric_limits<T>::max());
  if (kind == 2) {
    for (T& code : v) code = static_cast<T>(d.between(-1, 1));
  }
  return v;
}

template <class Case, class T>
void check(dice& d, const octet_test::image_case& image) {
  using limits = std::numeric_limits<T>;
  const auto input = codes_of<T>(d, image.input_count());
  octet::clamp_range<std::int32_t> clamp{limits::min(), limits::max()};
  if (d.chance(3)) {
    const std::int32_t a = d.code<T>(), b = d.code<T>();
    clamp = {std::min(a, b), std::max(a, b)};
  }
  const auto side = d.chance(2) ? guarded<T>::side::after : guarded<T>::side::before;
  const auto result_of = [&](auto run) {
    const std::size_t n = image.output_positions() * static_cast<std::size_t>(image.channels);
    guarded<T> in(input, side), out(n, side);
    run(typename Case::template args<T>{
        .input = {in.data(), {image.batch, image.y.input, image.x.input, image.channels}},
        .output = {out.data(), {image.batch, image.y.output(), image.x.output(), image.channels}},
        .window = image.window(),
        .clamp = clamp});
    return out.copy();
  };
  const auto expected = result_of([](const auto& a) { Case::expect(a); });
  for (const octet::simd_target target : octet_test::simd_targets()) {
    CAPTURE(std::string(octet::name_of(target)));
    bool ran = false;
    const auto actual =
        result_of([&](const auto& a) { ran = Case::run(octet::kernels_of(target), a); });
    REQUIRE(ran);
    CHECK(actual == expected);
  }
}

template <class Case, class T>
void check_random(std::uint32_t seed) {
  dice d(seed);
  for (int i = 0; i < 150; ++i) {
    CAPTURE(i);
    auto image = octet_test::image_case::random(d, 1);
    image.channels = octet_test::some_channels(d);
    check<Case, T>(d, image);
  }
}

}  // namespace

TEST_CASE_TEMPLATE("max_pool_2d on every target equals the scalar", T, std::int8_t, std::int16_t) {
  check_random<max_case, T>(51);
}

TEST_CASE_TEMPLATE("average_pool_2d on every target equals the scalar", T, std::int8_t,
                   std::int16_t) {
  check_random<average_case, T>(52);
}

TEST_CASE_TEMPLATE("windows of all sizes up to the largest", T, std::int8_t, std::int16_t) {
  dice d(53);
  constexpr auto most = static_cast<std::int32_t>(octet::simd_pool::most_means<T>);
  for (int i = 0; i < 200; ++i) {
    octet_test::image_case image;
    image.channels = 5;
    const std::int32_t n = i < 3 ? most : d.between(1, d.chance(2) ? 64 : most);
    image.x = {.input = n, .size = n};
    CAPTURE(n);
    check<average_case, T>(d, image);
  }
}

TEST_CASE("a mean of more codes than the kernel takes is left to the scalar kernel") {
  std::vector<std::int8_t> input(5000), output(1);
  const octet::average_pool_2d_args a{
      .input = {input.data(), {1, 1, 5000, 1}},
      .output = {output.data(), {1, 1, 1, 1}},
      .window = {.y = {.output = 1}, .x = {.size = 5000, .output = 1}},
      .clamp = {-128, 127}};
  CHECK(!octet::run_average_pool_2d(octet::kernels_of(octet::simd_target::portable), a));
}
