// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// dequantize against the product in double precision, for every code.
#include "octet/kernels/dequantize.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include "support/random_tensor.hpp"

TEST_CASE_TEMPLATE("every code of random parameters: the float nearest to the product", T,
                   std::int8_t, std::uint8_t, std::int16_t) {
  octet_test::random_tensor random(8);
  std::vector<T> input(sizeof(T) == 1 ? 256 : 65536);
  std::iota(input.begin(), input.end(), std::numeric_limits<T>::min());
  std::vector<float> output(input.size());
  const octet::extents<octet::dynamic> count{input.size()};
  for (int round = 0; round < (sizeof(T) == 1 ? 300 : 10); ++round) {
    const octet::affine params{random.scale(-20, 20), random.code<T>()};
    octet::dequantize(octet::basic_dequantize_args<T>{
        .input = {input.data(), count}, .output = {output.data(), count}, .params = params});
    int wrong = 0;
    for (std::size_t i = 0; i < input.size(); ++i) {
      const double real = double{params.scale} * (input[i] - params.zero_point);
      wrong += output[i] != static_cast<float>(real);
    }
    CHECK(wrong == 0);
  }
}

static_assert([] {
  const std::array<std::int8_t, 3> input{-128, 0, 127};
  std::array<float, 3> output{};
  octet::dequantize(octet::basic_dequantize_args<std::int8_t, octet::extents<3>>{
      .input = {input.data(), {}}, .output = {output.data(), {}}, .params = {0.5F, -128}});
  return output == std::array<float, 3>{0.0F, 64.0F, 127.5F};
}());
