// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// max_pool_2d against the largest of the codes under each window.
#include "octet/kernels/max_pool_2d.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <vector>

#include "support/pool_case.hpp"

using octet_test::dice;

namespace {

constexpr std::array<std::uint8_t, 2> in_the_compiler() {
  const std::array<std::uint8_t, 4> input{0x80, 7, 0x81, 5};  // -128 7 | -127 5
  std::array<std::uint8_t, 2> output{};
  octet::max_pool_2d(octet::max_pool_2d_args{
      .input = {octet::elements<const std::int8_t>::in_bytes(input.data()), {1, 2, 1, 2}},
      .output = {octet::elements<std::int8_t>::in_bytes(output.data()), {1, 1, 1, 2}},
      .window = {.y = {.size = 2, .output = 1}, .x = {.output = 1}},
      .clamp = {-128, 6}});
  return output;
}
static_assert(in_the_compiler() == std::array<std::uint8_t, 2>{0x81, 6});

template <class Code>
std::int64_t highest(const std::vector<Code>& codes) {
  return *std::max_element(codes.begin(), codes.end());
}

}  // namespace

TEST_CASE_TEMPLATE("max_pool_2d takes the largest code inside the image", Backend, octet::scalar) {
  dice d(4);
  octet_test::check_pool<std::int8_t, octet::max_pool_2d_args>(
      d, 1000, Backend::block, octet::max_pool_2d<Backend, octet::max_pool_2d_args>,
      highest<std::int8_t>);
}

TEST_CASE_TEMPLATE("max_pool_2d of other codes", Code, std::int16_t, std::uint8_t) {
  using args = octet::basic_max_pool_2d_args<Code>;
  dice d(7);
  octet_test::check_pool<Code, args>(d, 300, 4, octet::max_pool_2d<octet::scalar, args>,
                                     highest<Code>);
}
