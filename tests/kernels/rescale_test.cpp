// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// rescale against exact fractions, over all codes.
#include "octet/kernels/rescale.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numeric>

#include "support/contract_a.hpp"
#include "support/random_tensor.hpp"

namespace {

std::array<std::int8_t, 256> all_codes() {
  std::array<std::int8_t, 256> codes{};
  std::iota(codes.begin(), codes.end(), std::int8_t{-128});
  return codes;
}

}  // namespace

TEST_CASE("all codes under random scales, zero points and activations") {
  octet_test::random_tensor random(9);
  const auto input = all_codes();
  std::array<std::int8_t, 256> output{};
  for (int round = 0; round < 2000; ++round) {
    const float in_scale = random.scale(-10, 6), out_scale = random.scale(-10, 6);
    const std::int32_t in_zero = random.code<std::int8_t>(), out_zero = random.code<std::int8_t>();
    const bool clamps = random.between(0, 1) == 0;
    const double real = double{in_scale} / double{out_scale};
    octet::rescale(octet::rescale_args{
        .input = {input.data(), {256}},
        .output = {output.data(), {256}},
        .input_zero_point = in_zero,
        .output_zero_point = out_zero,
        .scaling = octet::multiplier::from_real(real),
        .clamp = octet::code_range<std::int8_t>(
            clamps ? octet::activation::relu6 : octet::activation::none, out_scale, out_zero)});
    const float six = std::min(127.0F, static_cast<float>(out_zero) + std::round(6.0F / out_scale));
    const std::int64_t low = clamps ? out_zero : -128;
    const std::int64_t high = clamps ? static_cast<std::int64_t>(six) : 127;
    int wrong = 0, far = 0;
    for (std::size_t i = 0; i < input.size(); ++i) {
      const std::int64_t code = octet_test::times(input[i] - in_zero, real) + out_zero;
      wrong += output[i] != octet_test::clamped(code, low, high);
      const double nearest = std::clamp((input[i] - in_zero) * real + out_zero,
                                        static_cast<double>(low), static_cast<double>(high));
      // Double rounding: a half, and another half shifted right; both at once only below 1.
      far += std::abs(output[i] - nearest) > (real < 1 ? 1.0 : 0.501);
    }
    CHECK(wrong == 0);
    CHECK(far == 0);
  }
}

TEST_CASE("equal scales change no code, in place too") {
  auto codes = all_codes();
  const octet::rescale_args args{.input = {codes.data(), {256}},
                                 .output = {codes.data(), {256}},
                                 .input_zero_point = 5,
                                 .output_zero_point = 5,
                                 .scaling = octet::multiplier::from_real(1.0),
                                 .clamp = {-128, 127}};
  octet::rescale(args);
  CHECK(codes == all_codes());
}

TEST_CASE("factors at both ends of the multiplier stay inside the codes") {
  const auto input = all_codes();
  std::array<std::int8_t, 256> output{};
  octet::rescale_args args{.input = {input.data(), {256}},
                           .output = {output.data(), {256}},
                           .input_zero_point = 0,
                           .output_zero_point = 127,
                           .scaling = octet::multiplier::from_real(1e-30),
                           .clamp = {-128, 127}};
  octet::rescale(args);
  CHECK(std::count(output.begin(), output.end(), std::int8_t{127}) == 256);
  args.scaling = octet::multiplier::from_real(1 << 20);
  octet::rescale(args);
  CHECK(std::count(output.begin(), output.end(), std::int8_t{-128}) == 128);
  CHECK(std::count(output.begin(), output.end(), std::int8_t{127}) == 128);
  args.scaling = octet::multiplier::from_real(1e30);  // wraps, as in the references: any code
  octet::rescale(args);
}

static_assert([] {
  const std::array<std::int8_t, 4> input{-128, -10, 0, 100};
  std::array<std::int8_t, 4> output{};
  octet::rescale(octet::basic_rescale_args<std::int8_t, std::int8_t, octet::extents<4>>{
      .input = {input.data(), {}},
      .output = {output.data(), {}},
      .input_zero_point = -10,
      .output_zero_point = 1,
      .scaling = octet::multiplier::from_real(0.5),
      .clamp = octet::code_range<std::int8_t>(octet::activation::relu, 1.0F, 1)});
  return output == std::array<std::int8_t, 4>{1, 1, 6, 56};
}());
