// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Contracts in a model: which factor load keeps for each, and that kernels round by it.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "octet/model/interpreter.hpp"
#include "octet/model/ops/add.hpp"
#include "octet/model/ops/fully_connected.hpp"
#include "octet/model/ops/leaky_relu.hpp"
#include "octet/model/ops/mean.hpp"
#include "octet/model/ops/mul.hpp"
#include "octet/model/ops/quantize.hpp"
#include "octet/model/ops/softmax.hpp"
#include "support/one_operator_model.hpp"
#include "support/random_tensor.hpp"

using octet::builtin;
using octet::contract;
using octet::errc;
using octet::result;
using octet_test::bytes_of;
using octet_test::int8_tensor;
using octet_test::model_tensor;
using octet_test::one_operator_model;

namespace {

namespace ops = octet::ops;
using i8 = std::int8_t;
using i16 = std::int16_t;
constexpr octet::op_list<ops::add<i8>, ops::fully_connected<i8>, ops::fully_connected<i16>,
                         ops::leaky_relu<i8>, ops::mean<i8>, ops::mul<i8>, ops::quantize<i8, i8>,
                         ops::softmax<i8>>
    operators{};

/// What load or run says, and the codes where they succeed.
struct outcome {
  octet::error error{};
  std::vector<std::int16_t> codes{};
};

template <contract C>
outcome run(const one_operator_model& m, const std::vector<std::vector<std::uint8_t>>& inputs) {
  const auto file = m.file();
  const auto need = octet::arena_size(operators, file);
  if (!need) return {need.error()};
  std::vector<std::uint8_t> arena(static_cast<std::size_t>(need->total()));
  const auto model = octet::load<octet::basic_scalar<C>>(operators, file, arena);
  if (!model) return {model.error()};
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const auto to = model->template write<std::uint8_t>(model->model().inputs()[i]);
    for (std::size_t b = 0; b < inputs[i].size(); ++b) to.store(b, inputs[i][b]);
  }
  REQUIRE(model->run() == errc::ok);
  outcome result;
  for (const i8 c : model->template output<i8>(0)) result.codes.push_back(c);
  for (const i16 c : model->template output<i16>(0)) result.codes.push_back(c);
  return result;
}

/// Zero weights of one input: the outputs are the requantized biases.
one_operator_model biases_only(float input, float filter, float output,
                               const std::vector<std::int32_t>& biases) {
  const auto n = static_cast<std::int32_t>(biases.size());
  model_tensor weights = int8_tensor({n, 1}, filter);
  weights.data = bytes_of(std::vector<i8>(biases.size()));
  return {.code = builtin::fully_connected,
          .tensors = {int8_tensor({1, 1}, input),
                      weights,
                      {.type = octet::tensor_type::int32, .shape = {n}, .data = bytes_of(biases)},
                      int8_tensor({1, n}, output)}};
}

std::int16_t to_code(double rounded) {
  return static_cast<std::int16_t>(std::clamp(rounded, -128.0, 127.0));
}

}  // namespace

TEST_CASE("fully_connected: D multiplies the scales in double, E all in float") {
  octet_test::random_tensor random(3);
  int apart = 0;
  for (int round = 0; round < 300; ++round) {
    const float input = random.scale(-8, -2), filter = random.scale(-10, -3);
    const float output = random.scale(-6, -1);
    const double in_double = double{input} * double{filter} / double{output};
    const float in_float = input * filter / output;
    std::vector<std::int32_t> biases;
    for (int i = 0; i < 64; ++i) {
      // Near ties, where rules part.
      const double tie = random.between(-127, 126) + 0.5;
      biases.push_back(static_cast<std::int32_t>(std::lround(tie / in_double)));
    }
    const auto m = biases_only(input, filter, output, biases);
    const outcome d = run<contract::in_double>(m, {{0}});
    const outcome e = run<contract::in_float>(m, {{0}});
    REQUIRE(d.codes.size() == biases.size());
    REQUIRE(e.codes.size() == biases.size());
    for (std::size_t i = 0; i < biases.size(); ++i) {
      CHECK(d.codes[i] == to_code(std::round(biases[i] * in_double)));
      CHECK(e.codes[i] ==
            to_code(std::nearbyint(double{static_cast<float>(biases[i]) * in_float})));
      apart += d.codes[i] != e.codes[i];
    }
  }
  CHECK(apart > 0);
}

TEST_CASE("F shifts, ties up; B rounds as B") {
  // A factor of 2^-3.
  const std::vector<std::int32_t> biases{-13, -12, -11, -4, -5, 3, 4, 5, 11, 12, 5000, -5000};
  const auto m = biases_only(0.25F, 0.5F, 1.0F, biases);
  const std::vector<std::int16_t> up{-2, -1, -1, 0, -1, 0, 1, 1, 1, 2, 127, -128};
  CHECK(run<contract::power_of_two>(m, {{0}}).codes == up);
  CHECK(run<contract::single_rounding>(m, {{0}}).codes == up);
  std::vector<std::int16_t> away = up;
  away[1] = -2;
  away[3] = -1;
  CHECK(run<contract::in_double>(m, {{0}}).codes == away);
  std::vector<std::int16_t> twice = away;  // 3 / 2 goes up to 2, and 2 / 4 again
  twice[5] = 1;
  twice[8] = 2;
  CHECK(run<contract::double_rounding>(m, {{0}}).codes == twice);
  std::vector<std::int16_t> even = up;
  even[1] = -2;
  even[6] = 0;
  even[9] = 2;
  CHECK(run<contract::in_float>(m, {{0}}).codes == even);
}

TEST_CASE("F refuses at load, naming operator and tensor") {
  const auto m = biases_only(0.25F, 0.3F, 1.0F, {1});
  const octet::error e = run<contract::power_of_two>(m, {{0}}).error;
  CHECK(e.code == errc::not_a_power_of_two);
  CHECK(e.op_index == 0);
  CHECK(e.op_code == static_cast<std::int32_t>(builtin::fully_connected));
  CHECK(e.tensor == 1);
  CHECK(run<contract::in_double>(m, {{0}}).error.code == errc::ok);

  const one_operator_model mul{
      .code = builtin::mul,
      .tensors = {int8_tensor({4}, 0.5F), int8_tensor({4}, 0.5F), int8_tensor({4}, 0.75F)}};
  CHECK(run<contract::power_of_two>(mul, {}).error.tensor == 2);
  one_operator_model rectifier{.code = builtin::leaky_relu,
                               .tensors = {int8_tensor({4}), int8_tensor({4})}};
  rectifier.option(octet::field::leaky_relu::alpha, 0.0F);
  CHECK(run<contract::power_of_two>(rectifier, {}).error.code == errc::not_a_power_of_two);
  rectifier.option(octet::field::leaky_relu::alpha, 0.125F);
  CHECK(run<contract::power_of_two>(rectifier, {{252, 244, 4, 127}}).codes ==
        std::vector<std::int16_t>{0, -1, 4, 127});
}

TEST_CASE("mean divides the factor under D, E and F; F where the count is a power of two") {
  const auto mean_of = [](std::int32_t count) {
    return one_operator_model{
        .code = builtin::mean,
        .tensors = {
            int8_tensor({1, count}, 0.5F),
            {.type = octet::tensor_type::int32, .shape = {1}, .data = bytes_of<std::int32_t>({1})},
            int8_tensor({1}, 0.5F)}};
  };
  const std::vector<std::vector<std::uint8_t>> six{{1, 1, 0, 0, 0, 1}};
  CHECK(run<contract::power_of_two>(mean_of(6), six).error.code == errc::not_a_power_of_two);
  CHECK(run<contract::in_double>(mean_of(6), six).codes == std::vector<std::int16_t>{1});  // 0.5
  CHECK(run<contract::in_float>(mean_of(6), six).codes == std::vector<std::int16_t>{0});
  const std::vector<std::vector<std::uint8_t>> four{{255, 255, 0, 0}};  // -0.5
  CHECK(run<contract::power_of_two>(mean_of(4), four).codes == std::vector<std::int16_t>{0});
  CHECK(run<contract::in_double>(mean_of(4), four).codes == std::vector<std::int16_t>{-1});
}

TEST_CASE("add under F is the exact sum, shifted") {
  octet_test::random_tensor random(5);
  const one_operator_model m{
      .code = builtin::add,
      .tensors = {int8_tensor({64}, 0.25F), int8_tensor({64}, 1.0F), int8_tensor({64}, 2.0F)}};
  std::vector<i8> x(64), y(64);
  for (i8& c : x) c = static_cast<i8>(random.between(-128, 127));
  for (i8& c : y) c = static_cast<i8>(random.between(-128, 127));
  const outcome got = run<contract::power_of_two>(m, {bytes_of(x), bytes_of(y)});
  REQUIRE(got.codes.size() == 64);
  for (std::size_t i = 0; i < 64; ++i)
    CHECK(got.codes[i] == to_code(std::floor((x[i] * 0.25 + y[i]) / 2 + 0.5)));
}

TEST_CASE("softmax has no factor of a contract: C to F compute as A, B as B") {
  octet_test::random_tensor random(9);
  model_tensor out = int8_tensor({8, 16}, 1.0F / 256, -128);
  one_operator_model m{.code = builtin::softmax, .tensors = {int8_tensor({8, 16}, 0.0123F), out}};
  m.option(octet::field::softmax::beta, 1.0F);
  std::vector<i8> x(128);
  for (i8& c : x) c = static_cast<i8>(random.between(-128, 127));
  const auto a = run<contract::double_rounding>(m, {bytes_of(x)}).codes;
  CHECK(run<contract::short_mantissa>(m, {bytes_of(x)}).codes == a);
  CHECK(run<contract::in_double>(m, {bytes_of(x)}).codes == a);
  CHECK(run<contract::in_float>(m, {bytes_of(x)}).codes == a);
  CHECK(run<contract::power_of_two>(m, {bytes_of(x)}).codes == a);
  CHECK_FALSE(a.empty());
}
