// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// hybrid_unidirectional_sequence_lstm: one step against double, and sequences against single steps.
#include "octet/kernels/hybrid_unidirectional_sequence_lstm.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/hybrid_oracle.hpp"

using octet::row_scheme;
using octet_test::dice;

namespace {

std::size_t size(std::int32_t n) { return static_cast<std::size_t>(n); }

struct gate {
  std::vector<std::int8_t> weights, recurrent;
  std::vector<float> bias;
  float input_scale, recurrent_scale;

  octet::hybrid_lstm_gate view() const {
    return {weights.data(), recurrent.data(), bias.data(), input_scale, recurrent_scale};
  }
};

struct lstm_case {
  octet::lstm_sizes z;
  std::array<gate, 4> gates;
  octet::clamp_range<float> clip;
  row_scheme scheme;
  std::vector<float> hidden, cell;

  explicit lstm_case(dice& d) {
    z = {d.between(1, 3), d.between(1, 4), d.between(0, 6), d.between(1, 5),
         static_cast<std::uint32_t>(d.between(0, 1))};
    for (gate& g : gates) {
      g.weights = d.codes<std::int8_t>(size(z.cells * z.inputs));
      g.recurrent = d.codes<std::int8_t>(size(z.cells * z.cells));
      g.bias.resize(size(z.cells));
      for (float& b : g.bias) b = static_cast<float>(d.between(-1000, 1000)) / 1000;
      g.input_scale = d.scale(-12, -8);
      g.recurrent_scale = d.scale(-9, -5);
    }
    clip = d.chance(2) ? octet::clamp_range<float>{-0.5F, 0.5F} : octet::unclamped<float>;
    scheme = d.chance(2) ? row_scheme::symmetric : row_scheme::asymmetric;
    hidden.resize(size(z.batch * z.cells));
    cell.resize(hidden.size());
  }

  std::vector<float> run(const std::vector<float>& input) {
    std::vector<float> output(size(z.batch * z.steps * z.cells), -7);
    std::vector<std::int8_t> scratch(size(z.inputs + z.cells));
    octet::hybrid_unidirectional_sequence_lstm({.sizes = z,
                                                .input = input.data(),
                                                .input_gate = gates[0].view(),
                                                .forget_gate = gates[1].view(),
                                                .cell_gate = gates[2].view(),
                                                .output_gate = gates[3].view(),
                                                .hidden_state = hidden.data(),
                                                .cell_state = cell.data(),
                                                .output = output.data(),
                                                .cell_clip = clip,
                                                .scheme = scheme,
                                                .scratch = scratch.data()});
    return output;
  }
};

double logistic(double x) { return 1 / (1 + std::exp(-x)); }

/// One step of one sequence, from the states of `before`.
void check_step(const lstm_case& before, const lstm_case& after, std::int32_t n,
                const std::vector<float>& x) {
  const std::int32_t cells = before.z.cells, inputs = before.z.inputs;
  const auto own = before.hidden.begin() + n * cells;
  const auto codes = octet_test::quantized_row(x, before.scheme);
  const auto past = octet_test::quantized_row({own, own + cells}, before.scheme);
  for (std::int32_t j = 0; j < cells; ++j) {
    const auto linear = [&](const gate& g) {
      double sum = double{g.bias[size(j)]};
      for (std::int32_t i = 0; i < inputs; ++i)
        sum += codes.value(size(i)) * g.weights[size(j * inputs + i)] * double{g.input_scale};
      for (std::int32_t i = 0; i < cells; ++i)
        sum += past.value(size(i)) * g.recurrent[size(j * cells + i)] * double{g.recurrent_scale};
      return sum;
    };
    const std::size_t at = size(n * cells + j);
    const double cell =
        std::clamp(logistic(linear(before.gates[1])) * double{before.cell[at]} +
                       logistic(linear(before.gates[0])) * std::tanh(linear(before.gates[2])),
                   double{before.clip.min}, double{before.clip.max});
    REQUIRE(std::abs(cell - double{after.cell[at]}) <= 1e-5);
    const double hidden = logistic(linear(before.gates[3])) * std::tanh(cell);
    REQUIRE(std::abs(hidden - double{after.hidden[at]}) <= 1e-5);
  }
}

}  // namespace

TEST_CASE("a hybrid LSTM quantizes input and hidden state of every step") {
  dice d(17);
  for (int i = 0; i < 200; ++i) {
    CAPTURE(i);
    lstm_case whole(d);
    lstm_case by_step = whole;
    by_step.z.steps = 1;
    const auto row_at = [&](std::int32_t n, std::int32_t t) {
      return whole.z.time_major != 0 ? t * whole.z.batch + n : n * whole.z.steps + t;
    };
    std::vector<float> input(size(whole.z.batch * whole.z.steps * whole.z.inputs));
    for (std::int32_t r = 0; r < whole.z.batch * whole.z.steps; ++r) {
      const auto row = octet_test::random_row(d, size(whole.z.inputs));
      std::copy(row.begin(), row.end(), input.begin() + r * whole.z.inputs);
    }
    const std::vector<float> output = whole.run(input);
    for (std::int32_t t = 0; t < whole.z.steps; ++t) {
      std::vector<float> x;
      for (std::int32_t n = 0; n < whole.z.batch; ++n) {
        const auto first = input.begin() + row_at(n, t) * whole.z.inputs;
        x.insert(x.end(), first, first + whole.z.inputs);
      }
      const lstm_case before = by_step;
      const std::vector<float> of_step = by_step.run(x);
      CHECK(of_step == by_step.hidden);
      for (std::int32_t n = 0; n < whole.z.batch; ++n) {
        const auto first = x.begin() + n * whole.z.inputs;
        check_step(before, by_step, n, {first, first + whole.z.inputs});
        for (std::int32_t j = 0; j < whole.z.cells; ++j)
          CHECK(output[size(row_at(n, t) * whole.z.cells + j)] ==
                of_step[size(n * whole.z.cells + j)]);
      }
    }
    CHECK(whole.hidden == by_step.hidden);
    CHECK(whole.cell == by_step.cell);
  }
}
