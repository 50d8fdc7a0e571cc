// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
#include "octet/pipeline/static_model.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "octet/model/interpreter.hpp"
#include "support/embedded_model.hpp"
#include "support/embedded_svdf.hpp"
#include "support/one_operator_model.hpp"

namespace {

namespace ops = octet::ops;
using i8 = std::int8_t;
using used = octet::op_list<ops::pad, ops::conv_2d<i8>, ops::depthwise_conv_2d<i8>,
                            ops::max_pool_2d<i8>, ops::add<i8>, ops::average_pool_2d<i8>,
                            ops::reshape, ops::fully_connected<i8>, ops::softmax<i8>>;

constexpr auto net = octet::static_model<octet_test::embedded_model, used>;
using net_type = std::remove_const_t<decltype(net)>;

// Known to the compiler, and as the interpreter plans it.
constexpr octet::arena_need need = *octet::arena_size<64>(used{}, octet_test::embedded_model);
static_assert(net.arena_bytes == need.activations);
static_assert(sizeof(net_type::memory) == net.arena_bytes);
static_assert(net.model().node_count() == 10);
// Without a list of operators: all.
static_assert(octet::static_model<octet_test::embedded_model>.arena_bytes == net.arena_bytes);

TEST_CASE("static_model returns the interpreter's codes, run after run") {
  alignas(octet::arena_alignment) std::array<std::uint8_t, need.total()> arena{};
  const auto interpreted = octet::load(used{}, octet_test::embedded_model, arena);
  REQUIRE(interpreted);
  net_type::memory memory{};
  std::mt19937 random(7);
  std::uniform_int_distribution<int> codes(-128, 127);
  for (int sample = 0; sample < 50; ++sample) {
    const auto in = net.input<i8>(memory);
    REQUIRE(in.size() == interpreted->input<i8>(0).size());
    std::ranges::generate(in, [&] { return static_cast<i8>(codes(random)); });
    std::ranges::copy(in, interpreted->input<i8>(0).begin());
    REQUIRE(net.run(memory) == octet::errc::ok);
    REQUIRE(interpreted->run() == octet::errc::ok);
    CHECK(std::ranges::equal(net.output<i8>(memory), interpreted->output<i8>(0)));
  }
}

TEST_CASE("of the file only the constants are kept, tensor by tensor") {
  const std::span<const std::uint8_t> kept = net.constants();
  CHECK(kept.size() < octet_test::embedded_model.size());
  std::size_t seen = 0;
  for (std::int32_t i = 0; i < net.model().tensor_count(); ++i) {
    const octet::tensor_info t = net.model().tensor(i);
    if (!t.is_constant()) continue;
    const auto in_file =
        std::span{octet_test::embedded_model}.subspan(t.data.position(), t.data.size());
    CHECK(std::ranges::equal(kept.subspan(seen, t.data.size()), in_file));
    seen += octet::align_up(t.data.size(), octet::arena_alignment);
  }
  CHECK(seen == kept.size());
}

constexpr auto memory_cell =
    octet::static_model<octet_test::embedded_svdf, octet::op_list<ops::svdf<i8>>>;

std::vector<std::uint8_t> svdf_file() {
  using namespace octet_test;
  one_operator_model m{
      .code = octet::builtin::svdf,
      .tensors = {int8_tensor({1, 3}),
                  {octet::tensor_type::int8, {2, 3}, {1}, {0}, bytes_of<i8>({1, 0, 0, 0, 1, 1})},
                  {octet::tensor_type::int8, {2, 2}, {1}, {0}, bytes_of<i8>({2, 1, 0, 1})},
                  {octet::tensor_type::int32, {2}, {1}, {0}, bytes_of<std::int32_t>({0, 10})},
                  {.shape = {1, 4}, .scales = {1}, .zero_points = {5}, .is_variable = true},
                  int8_tensor({1, 2})}};
  m.option(octet::field::svdf::rank, std::int32_t{1});
  m.option(octet::field::svdf::activation, i8{1});
  return m.file();
}

TEST_CASE("static_model keeps state from run to run until it is reset") {
  REQUIRE(std::ranges::equal(svdf_file(), octet_test::embedded_svdf));
  std::remove_const_t<decltype(memory_cell)>::memory memory{};
  const auto run = [&](std::array<i8, 3> x) {
    std::ranges::copy(x, memory_cell.input<i8>(memory).begin());
    REQUIRE(memory_cell.run(memory) == octet::errc::ok);
    const auto y = memory_cell.output<i8>(memory);
    return std::array{y[0], y[1]};
  };
  memory_cell.reset(memory);
  CHECK(run({5, 1, 2}) == std::array<i8, 2>{5, 13});
  CHECK(run({7, -1, 0}) == std::array<i8, 2>{7 + 10, 9});
  CHECK(run({0, 0, 0}) == std::array<i8, 2>{14, 10});
  memory_cell.reset(memory);
  CHECK(run({1, 0, 0}) == std::array<i8, 2>{1, 10});
}

}  // namespace
