// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The compiler reads, plans and runs a model.
#include <array>
#include <cstdint>
#include <span>

#include "octet/model/interpreter.hpp"
#include "octet/model/ops/add.hpp"
#include "octet/model/ops/average_pool_2d.hpp"
#include "octet/model/ops/conv_2d.hpp"
#include "octet/model/ops/depthwise_conv_2d.hpp"
#include "octet/model/ops/fully_connected.hpp"
#include "octet/model/ops/max_pool_2d.hpp"
#include "octet/model/ops/pad.hpp"
#include "octet/model/ops/reshape.hpp"
#include "octet/model/ops/softmax.hpp"
#include "support/embedded_model.hpp"

namespace {

using octet::errc;

// Only what the model uses: with every operator the compiler would take a minute.
namespace ops = octet::ops;
using i8 = std::int8_t;
constexpr octet::op_list<ops::pad, ops::conv_2d<i8>, ops::depthwise_conv_2d<i8>,
                         ops::max_pool_2d<i8>, ops::add<i8>, ops::average_pool_2d<i8>, ops::reshape,
                         ops::fully_connected<i8>, ops::softmax<i8>>
    operators{};

constexpr octet::flatbuffer::bytes file{octet_test::embedded_model};

// The reader.
constexpr octet::graph model = *octet::graph::open(file);
static_assert(model.node_count() == 10);
static_assert(model.node(0).code == octet::builtin::pad);
static_assert(model.node(1).code == octet::builtin::conv_2d);
static_assert(model.node(9).code == octet::builtin::softmax);
static_assert(model.tensor(model.inputs()[0]).shape ==
              octet::shape{.sizes = {1, 8, 8, 2, 1, 1}, .rank = 4});
static_assert(model.tensor(model.outputs()[0]).scale() == 1.0F / 256);
static_assert(model.tensor(model.outputs()[0]).zero_point() == -128);
static_assert(octet::graph::open({}).error().code == errc::not_a_model);
static_assert(octet::graph::open(file.first(200)).error().code != errc::ok);

// The planner: input (128 B) and padded input (200 B) live together; conv_2d's 256 B lie partly
// over the latter.
constexpr octet::arena_need need = *octet::arena_size<64>(operators, file);
static_assert(need.lower_bound == 328);
static_assert(need.activations == need.lower_bound);
static_assert(need.total() == need.prepared + need.activations);

// A list without the operator refuses the model and says which.
constexpr octet::error refused =
    octet::arena_size<64>(octet::op_list<octet::ops::pad>{}, file).error();
static_assert(refused.code == errc::unknown_operator && refused.op_index == 1);
static_assert(refused.op_code == static_cast<std::int32_t>(octet::builtin::conv_2d));

// An operator writes what another has written, or an input of the model.
constexpr octet::error with_output(std::int32_t node, std::int32_t tensor) {
  auto changed = octet_test::embedded_model;
  changed[model.node(node).outputs.position()] = static_cast<std::uint8_t>(tensor);
  return octet::arena_size<64>(operators, octet::flatbuffer::bytes{changed}).error();
}
constexpr std::int32_t first_input = model.inputs()[0], first_output = model.node(0).output(0);
static_assert(with_output(0, first_input) ==
              octet::error{.code = errc::computed_twice, .op_index = 0, .tensor = first_input});
static_assert(with_output(1, first_output) ==
              octet::error{.code = errc::computed_twice,
                           .op_code = static_cast<std::int16_t>(octet::builtin::conv_2d),
                           .op_index = 1,
                           .tensor = first_output});

// One run from end to end.
constexpr std::array<std::int8_t, 3> run(int step) {
  std::array<std::uint8_t, need.total()> arena{};
  const auto loaded = octet::load(operators, file, arena);
  const auto input = loaded->template write<std::int8_t>(model.inputs()[0]);
  for (int i = 0; i < 128; ++i)
    input.store(static_cast<std::size_t>(i), static_cast<std::int8_t>(i * step - 100));
  if (loaded->run() != errc::ok) return {};
  const auto output = loaded->template read<std::int8_t>(model.outputs()[0]);
  return {output[0], output[1], output[2]};
}

constexpr std::array<std::int8_t, 3> scores = run(1);
static_assert(scores[0] + scores[1] + scores[2] + 3 * 128 >= 254);  // probabilities, in 1/256
static_assert(scores[0] + scores[1] + scores[2] + 3 * 128 <= 258);

// Where there is no memory yet, nothing is prepared, at any offset.
static_assert(!octet::run_context(nullptr, nullptr, nullptr, {}, 0).prepared<i8>(64));

// An arena that is one byte short is refused, with the need.
constexpr octet::error short_by_one = [] {
  std::array<std::uint8_t, need.total() - 1> arena{};
  return octet::load(operators, file, arena).error();
}();
static_assert(short_by_one.code == errc::arena_too_small &&
              short_by_one.bytes_needed == need.total());

}  // namespace
