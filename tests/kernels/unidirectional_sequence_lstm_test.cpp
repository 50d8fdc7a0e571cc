// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// unidirectional_sequence_lstm, step by step, against its equations in double precision.
#include "octet/kernels/unidirectional_sequence_lstm.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <type_traits>
#include <vector>

#include "support/kernel_oracle.hpp"

using octet_test::dice;

namespace {

std::size_t size(std::int32_t n) { return static_cast<std::size_t>(n); }
double logistic(double x) { return 1 / (1 + std::exp(-x)); }
/// What Q3.12 holds.
double q3_12(double x) { return std::clamp(x, -8.0, 8.0 - std::ldexp(1, -12)); }

template <class T>
struct lstm_case {
  using bias_type = std::conditional_t<sizeof(T) == 1, std::int32_t, std::int64_t>;
  using accumulator =
      std::conditional_t<sizeof(T) == 1, octet::accumulator_32, octet::accumulator_16x8>;
  using args = octet::basic_unidirectional_sequence_lstm_args<T, bias_type, accumulator>;

  struct gate {
    std::vector<std::int8_t> weights, recurrent;
    std::vector<bias_type> bias;
    double scale, recurrent_scale;
  };

  octet::lstm_sizes z;
  double input_scale, hidden_scale, cell_scale;
  std::int32_t cell_exponent, input_zero, hidden_zero, clip;
  std::array<gate, 4> gates;  ///< input, forget, cell, output
  std::vector<T> input, hidden, output;
  std::vector<std::int16_t> cell;

  static lstm_case random(dice& d, std::int32_t steps) {
    lstm_case c{};
    c.z = {.batch = d.between(1, 3),
           .steps = steps,
           .inputs = d.between(0, 6),
           .cells = d.between(1, 5),
           .time_major = d.chance(2) ? 1U : 0U};
    const int extra = sizeof(T) == 1 ? 0 : -8;
    c.input_scale = d.scale(-8 + extra, -5 + extra);
    c.hidden_scale = d.scale(-8 + extra, -6 + extra);
    c.cell_exponent = d.between(-16, -9);
    c.cell_scale = std::ldexp(1.0, c.cell_exponent);
    c.input_zero = sizeof(T) == 1 ? d.code<std::int8_t>() : 0;
    c.hidden_zero = sizeof(T) == 1 ? d.code<std::int8_t>() : 0;
    c.clip = d.chance(2) ? 0 : d.between(1, 32767);
    for (gate& g : c.gates) {
      g.weights = d.codes<std::int8_t>(size(c.z.cells * c.z.inputs));
      g.recurrent = d.codes<std::int8_t>(size(c.z.cells * c.z.cells));
      g.scale = d.scale(-9, -5);
      g.recurrent_scale = d.scale(-9, -5);
      for (std::int32_t j = 0; j < c.z.cells; ++j) {
        const double real = d.between(-4000, 4000) / 1000.0;
        g.bias.push_back(static_cast<bias_type>(std::llround(real / (c.input_scale * g.scale))));
      }
    }
    c.input = d.codes<T>(size(c.z.batch * c.z.steps * c.z.inputs));
    c.output.resize(size(c.z.batch * c.z.steps * c.z.cells));
    c.hidden = d.codes<T>(size(c.z.batch * c.z.cells));
    const std::int32_t reach = c.clip == 0 ? 32767 : c.clip;
    for (std::int32_t i = 0; i < c.z.batch * c.z.cells; ++i)
      c.cell.push_back(static_cast<std::int16_t>(d.between(-reach, reach)));
    return c;
  }

  args arguments() {
    using octet::multiplier;
    const auto of = [&](const gate& g) {
      return octet::lstm_gate<bias_type>{
          .input_weights = g.weights.data(),
          .recurrent_weights = g.recurrent.data(),
          .bias = g.bias.data(),
          .input_scaling = multiplier::from_real(input_scale * g.scale * 4096),
          .recurrent_scaling = multiplier::from_real(hidden_scale * g.recurrent_scale * 4096)};
    };
    const std::int32_t left = cell_exponent + 12;
    const std::int32_t most = clip == 0 ? 32767 : clip;
    using limits = std::numeric_limits<T>;
    return {.sizes = z,
            .input = input.data(),
            .input_gate = of(gates[0]),
            .forget_gate = of(gates[1]),
            .cell_gate = of(gates[2]),
            .output_gate = of(gates[3]),
            .hidden_state = hidden.data(),
            .cell_state = cell.data(),
            .output = output.data(),
            .input_zero_point = input_zero,
            .hidden_zero_point = hidden_zero,
            .scaling = {.forget = multiplier::from_real(std::ldexp(1, -15)),
                        .input = multiplier::from_real(std::ldexp(1, -30) / cell_scale),
                        .output = multiplier::from_real(std::ldexp(1, -30) / hidden_scale),
                        .tanh = left < 0 ? octet::sigmoid_scaling<std::int16_t>{3, -left}
                                         : octet::sigmoid_scaling<std::int16_t>{3 << left, 0},
                        .cell_clip = {clip == 0 ? -32768 : -most, most},
                        .hidden_clip = {limits::min(), limits::max()}}};
  }

  /// The argument of a gate's function, from codes before the step; row: of the input.
  double linear(const gate& g, std::int32_t row, const std::vector<T>& h, std::int32_t n,
                std::int32_t j) const {
    double from_input = static_cast<double>(g.bias[size(j)]) * input_scale * g.scale;
    for (std::int32_t i = 0; i < z.inputs; ++i) {
      from_input += (input[size(row * z.inputs + i)] - input_zero) * input_scale *
                    g.weights[size(j * z.inputs + i)] * g.scale;
    }
    double from_hidden = 0;
    for (std::int32_t i = 0; i < z.cells; ++i) {
      from_hidden += (h[size(n * z.cells + i)] - hidden_zero) * hidden_scale *
                     g.recurrent[size(j * z.cells + i)] * g.recurrent_scale;
    }
    return q3_12(q3_12(from_input) + q3_12(from_hidden));
  }
};

/// One cell whose candidate is 1 and whose gates are 1/2: 0.5 * tanh(0.5) = 0.231 = 29.6 / 128.
constexpr int in_the_compiler() {
  const std::array<std::int8_t, 1> zero{};
  const std::array<std::int32_t, 1> none{}, eight{8 << 12};
  std::array<std::int8_t, 1> hidden{}, output{};
  std::array<std::int16_t, 1> cell{};
  const octet::multiplier one = octet::multiplier::from_real(1.0);
  octet::lstm_gate<std::int32_t> half{.input_weights = zero.data(),
                                      .recurrent_weights = zero.data(),
                                      .bias = none.data(),
                                      .input_scaling = one,
                                      .recurrent_scaling = one};
  octet::lstm_gate<std::int32_t> full = half;
  full.bias = eight.data();
  octet::unidirectional_sequence_lstm(octet::unidirectional_sequence_lstm_args{
      .sizes = {.batch = 1, .steps = 1, .inputs = 1, .cells = 1, .time_major = 0},
      .input = zero.data(),
      .input_gate = half,
      .forget_gate = half,
      .cell_gate = full,
      .output_gate = half,
      .hidden_state = hidden.data(),
      .cell_state = cell.data(),
      .output = output.data(),
      .scaling = {.forget = octet::multiplier::from_real(0x1p-15),
                  .input = octet::multiplier::from_real(0x1p-18),
                  .output = octet::multiplier::from_real(0x1p-23),
                  .tanh = {3, 0},
                  .cell_clip = {-32768, 32767},
                  .hidden_clip = {-128, 127}}});
  return output[0] == hidden[0] && cell[0] == 2048 ? output[0] : -1;
}
static_assert(in_the_compiler() == 30);

}  // namespace

TEST_CASE_TEMPLATE("an LSTM's step is that of its equations", T, std::int8_t, std::int16_t) {
  constexpr double lsb = 1.0 / 32768;  // of a gate
  dice d(72);
  double worst_cell = 0, worst_hidden = 0;
  for (int i = 0; i < 1000; ++i) {
    auto c = lstm_case<T>::random(d, 1);
    const auto hidden = c.hidden;
    const auto cell = c.cell;
    octet::unidirectional_sequence_lstm(c.arguments());
    REQUIRE(c.hidden == c.output);
    for (std::int32_t n = 0; n < c.z.batch; ++n) {
      for (std::int32_t j = 0; j < c.z.cells; ++j) {
        const std::size_t at = size(n * c.z.cells + j);
        const auto gate = [&](std::size_t g) { return c.linear(c.gates[g], n, hidden, n, j); };
        const double before = cell[at] * c.cell_scale;
        // Each product saturates before they are added.
        const double taken = std::clamp(logistic(gate(0)) * std::tanh(gate(2)),
                                        -32768 * c.cell_scale, 32767 * c.cell_scale);
        const double real = logistic(gate(1)) * before + taken;
        const double most = c.clip == 0 ? 32768 : c.clip;
        const double cell_code = std::clamp(real / c.cell_scale, -most, std::min(most, 32767.0));
        // A gate is off by 1 in Q3.12 and by the table; the candidate, four times as steep, by
        // more.
        const double cell_error = (20 + 5 * std::abs(before)) * lsb / c.cell_scale + 1.5;
        worst_cell = std::max(worst_cell, std::abs(c.cell[at] - cell_code) / cell_error);

        const double after = logistic(gate(3)) * std::tanh(c.cell[at] * c.cell_scale);
        using limits = std::numeric_limits<T>;
        const double code = std::clamp(after / c.hidden_scale + c.hidden_zero,
                                       double{limits::min()}, double{limits::max()});
        const double hidden_error = 0.5 + 10 * lsb / c.hidden_scale;
        worst_hidden = std::max(worst_hidden, std::abs(c.hidden[at] - code) / hidden_error);
      }
    }
  }
  CHECK(worst_cell < 1);
  CHECK(worst_hidden < 1);
  // Limits that nothing comes near would not test much.
  CHECK(worst_cell > 0.2);
  CHECK(worst_hidden > 0.2);
}

TEST_CASE_TEMPLATE("an LSTM over a sequence is its steps one by one", T, std::int8_t,
                   std::int16_t) {
  dice d(73);
  for (int i = 0; i < 200; ++i) {
    auto whole = lstm_case<T>::random(d, d.between(0, 6));
    auto steps = whole;
    octet::unidirectional_sequence_lstm(whole.arguments());
    std::vector<T> outputs(whole.output.size());
    const octet::lstm_sizes& z = whole.z;
    const auto row = [&](std::int32_t n, std::int32_t t) {
      return z.time_major != 0 ? t * z.batch + n : n * z.steps + t;
    };
    for (std::int32_t t = 0; t < z.steps; ++t) {
      auto one = steps;  // a sequence of one step, the states carried over
      one.z.steps = 1;
      one.input.clear();
      for (std::int32_t n = 0; n < z.batch; ++n) {
        const auto from = whole.input.begin() + row(n, t) * z.inputs;
        one.input.insert(one.input.end(), from, from + z.inputs);
      }
      octet::unidirectional_sequence_lstm(one.arguments());
      for (std::int32_t n = 0; n < z.batch; ++n) {
        std::copy_n(one.output.begin() + n * z.cells, z.cells,
                    outputs.begin() + row(n, t) * z.cells);
      }
      steps.hidden = one.hidden;
      steps.cell = one.cell;
    }
    CAPTURE(i);
    CHECK(whole.output == outputs);
    CHECK(whole.hidden == steps.hidden);
    CHECK(whole.cell == steps.cell);
  }
}
