// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Float unidirectional_sequence_lstm against its equations in double.
#include "octet/float_ops/unidirectional_sequence_lstm.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "float_ops/real_case.hpp"
#include "support/running_model.hpp"

using octet_test::dice;

namespace {

std::size_t size(std::int32_t n) { return static_cast<std::size_t>(n); }
double logistic(double x) { return 1 / (1 + std::exp(-x)); }

struct gate {
  std::vector<float> weights, recurrent, bias;

  octet::float_ops::lstm_gate view() const {
    return {.input_weights = weights.data(),
            .recurrent_weights = recurrent.data(),
            .bias = bias.data()};
  }
};

std::vector<double> in_double(const std::vector<float>& v) { return {v.begin(), v.end()}; }

}  // namespace

TEST_CASE("a float LSTM follows its equations") {
  dice d(75);
  for (int i = 0; i < 200; ++i) {
    const octet::lstm_sizes z{.batch = d.between(0, 3),
                              .steps = d.between(0, 5),
                              .inputs = d.between(0, 5),
                              .cells = d.between(1, 5),
                              .time_major = d.chance(2) ? 1U : 0U};
    std::array<gate, 4> gates;  // input, forget, cell, output
    for (gate& g : gates) {
      g = {.weights = octet_test::reals(d, size(z.cells * z.inputs)),
           .recurrent = octet_test::reals(d, size(z.cells * z.cells)),
           .bias = octet_test::reals(d, size(z.cells))};
    }
    const auto input = octet_test::reals(d, size(z.batch * z.steps * z.inputs));
    auto hidden = octet_test::reals(d, size(z.batch * z.cells), 1);
    auto cell = octet_test::reals(d, size(z.batch * z.cells));
    const bool clips = d.chance(2);
    std::vector<double> h = in_double(hidden), c = in_double(cell);
    std::vector<double> expected(size(z.batch * z.steps * z.cells));
    for (std::int32_t t = 0; t < z.steps; ++t) {
      const std::vector<double> before = h;
      for (std::int32_t n = 0; n < z.batch; ++n) {
        const std::int32_t row = z.time_major != 0 ? t * z.batch + n : n * z.steps + t;
        for (std::int32_t j = 0; j < z.cells; ++j) {
          const auto linear = [&](const gate& g) {
            double sum = double{g.bias[size(j)]};
            for (std::int32_t k = 0; k < z.inputs; ++k)
              sum += double{g.weights[size(j * z.inputs + k)]} *
                     double{input[size(row * z.inputs + k)]};
            for (std::int32_t k = 0; k < z.cells; ++k)
              sum += double{g.recurrent[size(j * z.cells + k)]} * before[size(n * z.cells + k)];
            return sum;
          };
          const std::size_t at = size(n * z.cells + j);
          c[at] = logistic(linear(gates[1])) * c[at] +
                  logistic(linear(gates[0])) * std::tanh(linear(gates[2]));
          if (clips) c[at] = std::clamp(c[at], -0.75, 0.75);
          h[at] = logistic(linear(gates[3])) * std::tanh(c[at]);
          expected[size(row * z.cells + j)] = h[at];
        }
      }
    }
    auto output = octet_test::unset(expected.size());
    octet::float_ops::unidirectional_sequence_lstm(
        {.sizes = z,
         .input = input.data(),
         .input_gate = gates[0].view(),
         .forget_gate = gates[1].view(),
         .cell_gate = gates[2].view(),
         .output_gate = gates[3].view(),
         .hidden_state = hidden.data(),
         .cell_state = cell.data(),
         .output = output.data(),
         .cell_clip = clips ? octet::clamp_range<float>{-0.75F, 0.75F} : octet::unclamped<float>});
    CAPTURE(i);
    CHECK(octet_test::close(output, expected));
    CHECK(octet_test::close(hidden, h));
    CHECK(octet_test::close(cell, c));
  }
}

TEST_CASE("a float LSTM in a model remembers until it is reset, and clips") {
  using octet::tensor_type;
  namespace option = octet::field::unidirectional_sequence_lstm;
  octet_test::one_operator_model m{
      .code = octet::builtin::unidirectional_sequence_lstm,
      .tensors = std::vector<octet_test::model_tensor>(25, {.is_absent = true})};
  const auto constant = [](std::vector<std::int32_t> shape, float value) {
    return octet_test::model_tensor{
        tensor_type::float32, shape, {}, {}, octet_test::bytes_of<float>({value})};
  };
  m.tensors[0] = m.tensors[24] = {tensor_type::float32, {1, 1, 1}};
  for (std::size_t i = 1; i <= 8; ++i) m.tensors[i] = constant({1, 1}, i == 3 ? 0.125F : 0);
  // All gates are open: the cell adds up tanh(x / 8).
  for (std::size_t i = 12; i <= 15; ++i) m.tensors[i] = constant({1}, i == 14 ? 0 : 100.0F);
  m.tensors[18] =
      m.tensors[19] = {.type = tensor_type::float32, .shape = {1, 1}, .is_variable = true};
  m.option(option::activation, std::int8_t{4});
  using ops = octet::op_list<octet::float_ops::unidirectional_sequence_lstm_entry>;
  const double step = std::tanh(0.125);
  {
    const octet_test::running_model<ops> lstm(m);
    for (int run = 0; run < 2; ++run) {
      CHECK(octet_test::close(lstm.run(std::vector<float>{1}), {std::tanh(step)}));
      CHECK(octet_test::close(lstm.run(std::vector<float>{1}), {std::tanh(2 * step)}));
      lstm.reset();
    }
  }
  m.option(option::cell_clip, 0.2F);
  const octet_test::running_model<ops> lstm(m);
  CHECK(octet_test::close(lstm.run(std::vector<float>{1}), {std::tanh(step)}));
  CHECK(octet_test::close(lstm.run(std::vector<float>{1}), {std::tanh(0.2)}));
  octet_test::one_operator_model computed = m;
  for (const std::size_t i : {1u, 5u, 12u}) computed.tensors[i].data.clear();
  CHECK(octet_test::load_error<ops>(computed) == octet::errc::ok);
  m.tensors[19].is_variable = false;
  CHECK(octet_test::load_error<ops>(m) == octet::errc::variable_expected);
}
