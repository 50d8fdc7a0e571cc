// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// pad against its definition, element by element.
#include "octet/kernels/pad.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/random_tensor.hpp"

TEST_CASE("random shapes and borders of every rank, with and without elements") {
  octet_test::random_tensor random(5);
  for (int round = 0; round < 2000; ++round) {
    const octet::shape in = random.shape(random.between(0, octet::max_rank), 3);
    octet::shape out = in;
    octet::pad_args args{.value = random.code<std::int8_t>()};
    for (std::size_t axis = 0; axis < static_cast<std::size_t>(in.rank); ++axis) {
      args.before[axis] = random.between(0, 2) * random.between(0, 1);
      out.sizes[axis] += args.before[axis] + random.between(0, 2) * random.between(0, 1);
    }
    const auto input = random.codes<std::int8_t>(in.count());
    std::vector<std::int8_t> output(out.count());
    args.input = {input.data(), in};
    args.output = {output.data(), out};
    octet::pad(args);
    int wrong = 0;
    for (std::size_t i = 0; i < output.size(); ++i) {
      const std::vector<std::int32_t> index = octet_test::index_of(out, i);
      std::size_t element = 0;
      bool inside = true;
      for (std::size_t axis = 0; axis < index.size(); ++axis) {
        const std::int32_t position = index[axis] - args.before[axis];
        const std::int32_t size = in.sizes[axis];
        inside = inside && position >= 0 && position < size;
        if (inside)
          element = element * static_cast<std::size_t>(size) + static_cast<std::size_t>(position);
      }
      wrong += output[i] != (inside ? input[element] : args.value);
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("any element type is moved") {
  const std::array<float, 2> input{1.5F, -2.5F};
  std::array<float, 4> output{};
  octet::pad(octet::basic_pad_args<float>{
      .input = {input.data(), {.sizes = {2, 1, 1, 1, 1, 1}, .rank = 1}},
      .output = {output.data(), {.sizes = {4, 1, 1, 1, 1, 1}, .rank = 1}},
      .before = {1},
      .value = 7.0F});
  CHECK(output == std::array<float, 4>{7.0F, 1.5F, -2.5F, 7.0F});
}

static_assert([] {
  const std::array<std::int8_t, 2> input{1, 2};
  std::array<std::int8_t, 6> output{};
  octet::pad(octet::pad_args{.input = {input.data(), {.sizes = {1, 2, 1, 1, 1, 1}, .rank = 2}},
                             .output = {output.data(), {.sizes = {2, 3, 1, 1, 1, 1}, .rank = 2}},
                             .before = {1, 0},
                             .value = -5});
  return output == std::array<std::int8_t, 6>{-5, -5, -5, 1, 2, -5};
}());
