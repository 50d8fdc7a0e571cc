// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// add against exact fractions, and against the sum of real values.
#include "octet/kernels/add.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "support/broadcast_oracle.hpp"
#include "support/contract_a.hpp"
#include "support/random_tensor.hpp"

namespace {

struct affine_tensor {
  octet::shape shape;
  float scale;
  std::int32_t zero_point;
  std::vector<std::int8_t> codes;

  double real(std::size_t i) const { return double{scale} * (codes[i] - zero_point); }
};

octet::add_args args_of(const affine_tensor& a, const affine_tensor& b, affine_tensor& out,
                        octet::activation act) {
  return {.input1 = {a.codes.data(), a.shape},
          .input2 = {b.codes.data(), b.shape},
          .output = {out.codes.data(), out.shape},
          .input1_zero_point = a.zero_point,
          .input2_zero_point = b.zero_point,
          .output_zero_point = out.zero_point,
          .scaling = octet::add_scaling::from_scales(a.scale, b.scale, out.scale),
          .clamp = octet::code_range<std::int8_t>(act, out.scale, out.zero_point)};
}

/// From the operator's definition in fractions of integers.
std::int64_t expected(const affine_tensor& a, std::size_t i, const affine_tensor& b, std::size_t k,
                      const affine_tensor& out) {
  using octet_test::times;
  const double common = 2.0 * std::max(a.scale, b.scale);
  const std::int64_t sum =
      times((a.codes[i] - a.zero_point) * (std::int64_t{1} << 20), a.scale / common) +
      times((b.codes[k] - b.zero_point) * (std::int64_t{1} << 20), b.scale / common);
  return times(sum, common / (1048576.0 * out.scale)) + out.zero_point;
}

affine_tensor random_input(octet_test::random_tensor& random, const octet::shape& s) {
  return {.shape = s,
          .scale = random.scale(-9, 3),
          .zero_point = random.code<std::int8_t>(),
          .codes = random.codes<std::int8_t>(s.count())};
}

}  // namespace

TEST_CASE("random shapes, scales and codes: the fractions' codes, near the real sum") {
  octet_test::random_tensor random(3);
  constexpr std::array activations{octet::activation::none, octet::activation::relu,
                                   octet::activation::relu6, octet::activation::relu_n1_to_1};
  for (int round = 0; round < 3000; ++round) {
    const auto shapes = octet_test::random_broadcast(random);
    const affine_tensor a = random_input(random, shapes.a);
    const affine_tensor b = random_input(random, shapes.b);
    affine_tensor out = random_input(random, shapes.out);
    const octet::activation act = activations[static_cast<std::size_t>(random.between(0, 3))];
    octet::add(args_of(a, b, out, act));
    constexpr float infinity = std::numeric_limits<float>::infinity();
    const float floor = act == octet::activation::none           ? -infinity
                        : act == octet::activation::relu_n1_to_1 ? -1.0F
                                                                 : 0.0F;
    const float ceiling = act == octet::activation::relu6          ? 6.0F
                          : act == octet::activation::relu_n1_to_1 ? 1.0F
                                                                   : infinity;
    const auto limit = [&](float real) {
      return static_cast<std::int64_t>(std::clamp(
          static_cast<float>(out.zero_point) + std::round(real / out.scale), -128.0F, 127.0F));
    };
    int wrong = 0, far = 0;
    for (std::size_t i = 0; i < out.codes.size(); ++i) {
      const auto from = [&](const affine_tensor& t) {
        return static_cast<std::size_t>(octet_test::broadcast_element(t.shape, out.shape, i));
      };
      const std::int64_t sum = expected(a, from(a), b, from(b), out);
      wrong += out.codes[i] != octet_test::clamped(sum, limit(floor), limit(ceiling));
      const double real =
          std::clamp<double>(a.real(from(a)) + b.real(from(b)), double{floor}, double{ceiling});
      const double nearest = std::clamp(real / out.scale + out.zero_point, -128.0, 127.0);
      // Half a code, and what is lost by 20 bits of fraction at scales 2^13 apart.
      far += std::abs(out.codes[i] - nearest) > 0.52;
    }
    CHECK(wrong == 0);
    CHECK(far == 0);
  }
}

TEST_CASE("the output may lie on an input") {
  octet_test::random_tensor random(4);
  const octet::shape s{.sizes = {3, 5, 1, 1, 1, 1}, .rank = 2};
  affine_tensor a = random_input(random, s);
  const affine_tensor b = random_input(random, {.sizes = {5, 1, 1, 1, 1, 1}, .rank = 1});
  affine_tensor out = random_input(random, s);
  octet::add_args args = args_of(a, b, out, octet::activation::none);
  octet::add(args);
  args.output.data = a.codes.data();
  octet::add(args);
  CHECK(a.codes == out.codes);
}

static_assert([] {
  const std::array<std::int8_t, 2> a{10, -128}, b{20, 127};
  std::array<std::int8_t, 2> out{};
  const octet::shape s{.sizes = {2, 1, 1, 1, 1, 1}, .rank = 1};
  octet::add(octet::add_args{.input1 = {a.data(), s},
                             .input2 = {b.data(), s},
                             .output = {out.data(), s},
                             .scaling = octet::add_scaling::from_scales(1.0F, 1.0F, 1.0F),
                             .clamp = {-128, 127}});
  return out == std::array<std::int8_t, 2>{30, -1};
}());
