// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// A hybrid LSTM in a model: its states from run to run, its scales, and what it refuses.
#include "octet/model/ops/hybrid_unidirectional_sequence_lstm.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "support/one_operator_model.hpp"
#include "support/running_model.hpp"

using octet::errc;
using octet::tensor_type;
using octet_test::bytes_of;
using octet_test::model_tensor;
using octet_test::one_operator_model;

namespace {

namespace option = octet::field::unidirectional_sequence_lstm;
using hybrid = octet::op_list<octet::ops::hybrid_unidirectional_sequence_lstm>;
using reals = std::vector<float>;

/// One cell, whose gates are all open: it adds up tanh(x / 8).
one_operator_model summing_cell() {
  one_operator_model m{.code = octet::builtin::unidirectional_sequence_lstm,
                       .tensors = std::vector<model_tensor>(25, {.is_absent = true})};
  m.tensors[0] = m.tensors[24] = {.type = tensor_type::float32, .shape = {1, 1, 1}};
  for (std::size_t i = 1; i <= 8; ++i)
    m.tensors[i] = {tensor_type::int8,
                    {1, 1},
                    {i == 3 ? 0.0625F : 1.0F},
                    {0},
                    {static_cast<std::uint8_t>(i == 3 ? 2 : 0)}};
  for (std::size_t i = 12; i <= 15; ++i)
    m.tensors[i] = {.type = tensor_type::float32,
                    .shape = {1},
                    .data = bytes_of<float>({i == 14 ? 0.0F : 100.0F})};
  m.tensors[18] =
      m.tensors[19] = {.type = tensor_type::float32, .shape = {1, 1}, .is_variable = true};
  m.option(option::activation, std::int8_t{4});
  return m;
}

errc error_with(const std::function<void(one_operator_model&)>& change) {
  one_operator_model m = summing_cell();
  change(m);
  return octet_test::load_error<hybrid>(m);
}

}  // namespace

TEST_CASE("a hybrid LSTM in a model remembers until it is reset, and clips") {
  const double step = std::tanh(0.125);
  const auto near = [](double v) { return doctest::Approx(v).epsilon(1e-5); };
  for (const std::uint8_t asymmetric : {std::uint8_t{0}, std::uint8_t{1}}) {
    one_operator_model m = summing_cell();
    m.option(option::asymmetric_quantize_inputs, asymmetric);
    const octet_test::running_model<hybrid> lstm(m);
    for (int run = 0; run < 2; ++run) {
      CHECK(lstm.run(reals{1})[0] == near(std::tanh(step)));
      CHECK(lstm.run(reals{1})[0] == near(std::tanh(2 * step)));
      lstm.reset();
    }
    m.option(option::cell_clip, 0.2F);
    const octet_test::running_model<hybrid> clipped(m);
    CHECK(clipped.run(reals{1})[0] == near(std::tanh(step)));
    CHECK(clipped.run(reals{1})[0] == near(std::tanh(0.2)));
  }
}

TEST_CASE("a hybrid LSTM refuses what it cannot run") {
  using model = one_operator_model;
  CHECK(error_with([](model&) {}) == errc::ok);
  for (std::size_t i = 1; i <= 8; ++i) {
    CAPTURE(i);
    CHECK(error_with([&](model& m) { m.tensors[i].data.clear(); }) == errc::constant_expected);
    CHECK(error_with([&](model& m) { m.tensors[i].zero_points = {1}; }) == errc::bad_zero_point);
    CHECK(error_with([&](model& m) { m.tensors[i].scales.clear(); }) == errc::missing_quantization);
    CHECK(error_with([&](model& m) { m.tensors[i].type = tensor_type::uint8; }) ==
          errc::unsupported_type);
  }
  CHECK(error_with([](model& m) { m.tensors[1].is_absent = true; }) == errc::unsupported_option);
  CHECK(error_with([](model& m) { m.tensors[13].type = tensor_type::int32; }) ==
        errc::unsupported_type);
  CHECK(error_with([](model& m) { m.tensors[18].is_variable = false; }) == errc::variable_expected);
  CHECK(error_with([](model& m) { m.tensors[24].type = tensor_type::int32; }) ==
        errc::unsupported_type);
}
