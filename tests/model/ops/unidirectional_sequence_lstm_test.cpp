// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// UNIDIRECTIONAL_SEQUENCE_LSTM in a model: its states from run to run, and what it refuses.
#include "octet/model/ops/unidirectional_sequence_lstm.hpp"

#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <vector>

#include "support/one_operator_model.hpp"
#include "support/running_model.hpp"

using octet::errc;
using octet::tensor_type;
using octet_test::bytes_of;
using octet_test::int8_tensor;
using octet_test::model_tensor;
using octet_test::one_operator_model;

namespace {

namespace option = octet::field::unidirectional_sequence_lstm;
using lstm_ops = octet::op_list<octet::ops::unidirectional_sequence_lstm<std::int8_t>,
                                octet::ops::unidirectional_sequence_lstm<std::int16_t>>;
constexpr std::size_t output = 24;

/// One sequence of two steps, one input, one cell, that adds up its input: the candidate is
/// tanh(x / 8), the input gate and the forget gate are nearly 1, the output gate is.
one_operator_model small_lstm() {
  const model_tensor absent{.is_absent = true};
  one_operator_model m{.code = octet::builtin::unidirectional_sequence_lstm,
                       .tensors = std::vector<model_tensor>(25, absent)};
  const auto weight = [](std::int8_t code) {
    return model_tensor{tensor_type::int8, {1, 1}, {1.0F / 64}, {0}, bytes_of<std::int8_t>({code})};
  };
  const auto bias = [](std::int32_t code) {
    return model_tensor{
        tensor_type::int32, {1}, {1.0F / 4096}, {0}, bytes_of<std::int32_t>({code})};
  };
  m.tensors[0] = int8_tensor({1, 2, 1}, 1.0F / 64);
  for (std::size_t i = 1; i <= 8; ++i) m.tensors[i] = weight(i == 3 ? 8 : 0);
  for (std::size_t i = 12; i <= 15; ++i) m.tensors[i] = bias(i == 14 ? 0 : 7 * 4096);
  m.tensors[18] = {
      .shape = {1, 1}, .scales = {1.0F / 128}, .zero_points = {3}, .is_variable = true};
  m.tensors[19] = {.type = tensor_type::int16,
                   .shape = {1, 1},
                   .scales = {1.0F / 4096},
                   .zero_points = {0},
                   .is_variable = true};
  m.tensors[output] = int8_tensor({1, 2, 1}, 1.0F / 128, 3);
  m.option(option::activation, std::int8_t{4});
  return m;
}

/// The same of 16-bit activations.
one_operator_model small_int16_lstm() {
  one_operator_model m = small_lstm();
  for (std::size_t i : {std::size_t{0}, std::size_t{18}, output}) {
    m.tensors[i].type = tensor_type::int16;
    m.tensors[i].zero_points = {0};
  }
  for (std::size_t i = 12; i <= 15; ++i) {
    m.tensors[i].type = tensor_type::int64;
    m.tensors[i].data = bytes_of<std::int64_t>({i == 14 ? 0 : 7 * 4096});
  }
  return m;
}

errc error_with(const std::function<void(one_operator_model&)>& change) {
  one_operator_model m = small_lstm();
  change(m);
  return octet_test::load_error<lstm_ops>(m);
}

}  // namespace

TEST_CASE("an LSTM remembers until it is reset") {
  using codes = std::vector<std::int8_t>;
  const octet_test::running_model<lstm_ops> m(small_lstm());
  // Input 64 is 1: each step adds tanh(1/8) = 0.124; tanh of 0.124, 0.249, 0.373 times 128, and 3.
  CHECK(m.run(codes{64, 64}) == codes{3 + 16, 3 + 31});
  CHECK(m.run(codes{64, 0}) == codes{3 + 46, 3 + 46});
  m.reset();
  CHECK(m.run(codes{0, 0}) == codes{3, 3});
  CHECK(m.run(codes{64, 64}) == codes{3 + 16, 3 + 31});
}

TEST_CASE("an LSTM clips its cell state") {
  one_operator_model m = small_lstm();
  m.option(option::cell_clip, 0.125F);
  const octet_test::running_model<lstm_ops> lstm(m);
  // tanh(0.125) * 128 = 15.9
  CHECK(lstm.run(std::vector<std::int8_t>{64, 64}) == std::vector<std::int8_t>{3 + 16, 3 + 16});
  CHECK(lstm.run(std::vector<std::int8_t>{127, 127}) == std::vector<std::int8_t>{3 + 16, 3 + 16});
}

TEST_CASE("an LSTM takes either axis of its input for time") {
  one_operator_model m = small_lstm();
  m.option(option::time_major, std::uint8_t{1});
  CHECK(octet_test::load_error<lstm_ops>(m) == errc::shape_mismatch);  // two sequences, one state
  m.tensors[0].shape = m.tensors[output].shape = {2, 1, 1};
  CHECK(octet_test::running_model<lstm_ops>(m).run(std::vector<std::int8_t>{64, 64}) ==
        std::vector<std::int8_t>{3 + 16, 3 + 31});
}

TEST_CASE("an LSTM of 16-bit activations") {
  CHECK(octet_test::running_model<lstm_ops>(small_int16_lstm())
            .run(std::vector<std::int16_t>{64, 64}) == std::vector<std::int16_t>{16, 31});
}

TEST_CASE("no gate of an LSTM overflows") {
  constexpr std::int32_t most = std::numeric_limits<std::int32_t>::max();
  // The forget gate stays nearly 1; 127 * 64 + most, in int32, would close it.
  one_operator_model m = small_lstm();
  m.tensors[2].data = bytes_of<std::int8_t>({127});
  m.tensors[13].data = bytes_of<std::int32_t>({most});
  CHECK(octet_test::running_model<lstm_ops>(m).run(std::vector<std::int8_t>{64, 64}) ==
        std::vector<std::int8_t>{3 + 16, 3 + 31});
  m = small_int16_lstm();
  for (std::size_t i = 12; i <= 15; ++i) {
    CAPTURE(i);
    one_operator_model wide = m;
    wide.tensors[i].data = bytes_of<std::int64_t>({std::numeric_limits<std::int64_t>::max()});
    CHECK(octet_test::load_error<lstm_ops>(wide) == errc::accumulator_overflow);
  }
}

TEST_CASE("an LSTM refuses what it cannot run") {
  using model = one_operator_model;
  CHECK(error_with([](model&) {}) == errc::ok);
  for (std::size_t i : {9U, 10U, 11U, 16U, 17U, 20U, 21U, 22U, 23U}) {
    CAPTURE(i);
    CHECK(error_with([&](model& m) { m.tensors[i] = m.tensors[12]; }) == errc::unsupported_option);
  }
  for (std::size_t i : {2U, 3U, 4U, 5U, 6U, 7U, 8U, 12U, 13U, 14U, 15U, 18U, 19U}) {
    CAPTURE(i);
    CHECK(error_with([&](model& m) { m.tensors[i] = {.is_absent = true}; }) ==
          errc::missing_tensor);
  }
  CHECK(error_with([](model& m) { m.tensors[1] = {.is_absent = true}; }) ==
        errc::unsupported_option);  // coupled gates
  CHECK(error_with([](model& m) { m.option(option::activation, std::int8_t{1}); }) ==
        errc::unsupported_option);
  CHECK(error_with([](model& m) { m.option(option::activation, std::int8_t{-1}); }) ==
        errc::bad_option);
  CHECK(error_with([](model& m) {
          m.option(option::diagonal_recurrent_tensors, std::uint8_t{1});
        }) == errc::unsupported_option);
  for (std::size_t i : {18U, 19U}) {
    CHECK(error_with([&](model& m) { m.tensors[i].is_variable = false; }) ==
          errc::variable_expected);
    CHECK(error_with([&](model& m) { m.tensors[i].data.resize(i == 18 ? 1 : 2); }) ==
          errc::variable_expected);
    CHECK(error_with([&](model& m) { m.tensors[i].shape = {1, 2}; }) == errc::shape_mismatch);
    CHECK(error_with([&](model& m) { m.tensors[i].type = tensor_type::float32; }) ==
          errc::unsupported_type);
  }
  CHECK(error_with([](model& m) { m.tensors[19].scales = {1.0F / 3000}; }) ==
        errc::quantization_mismatch);
  CHECK(error_with([](model& m) { m.tensors[19].scales = {8.0F}; }) == errc::quantization_mismatch);
  CHECK(error_with([](model& m) { m.tensors[19].zero_points = {1}; }) == errc::bad_zero_point);
  CHECK(error_with([](model& m) { m.tensors[18].zero_points = {4}; }) ==
        errc::quantization_mismatch);
  CHECK(error_with([](model& m) { m.tensors[1].zero_points = {4}; }) == errc::bad_zero_point);
  CHECK(error_with([](model& m) { m.tensors[5].scales.clear(); }) == errc::missing_quantization);
  CHECK(error_with([](model& m) { m.tensors[2].data.clear(); }) == errc::constant_expected);
  CHECK(error_with([](model& m) { m.tensors[13].type = tensor_type::float32; }) ==
        errc::unsupported_type);
  CHECK(error_with([](model& m) { m.tensors[0].shape = {2, 1}; }) == errc::shape_mismatch);
  CHECK(error_with([](model& m) { m.tensors[0].shape = {1, 2, 2}; }) == errc::shape_mismatch);
  CHECK(error_with([](model& m) { m.tensors[0].type = tensor_type::uint8; }) ==
        errc::unsupported_type);
  CHECK(error_with([](model& m) { m.tensors[output].shape = {1, 3, 1}; }) == errc::shape_mismatch);
  CHECK(error_with([](model& m) { m.tensors[output].shape = {1, 2, 2}; }) == errc::shape_mismatch);
}

TEST_CASE("an LSTM may name tensors for the quantization of its gates") {
  const auto with = [](std::vector<std::int32_t> intermediates) {
    return error_with([&](one_operator_model& m) { m.intermediates = intermediates; });
  };
  CHECK(with({0, 1, 2, 3, 24}) == errc::ok);
  CHECK(with({octet::no_tensor}) == errc::ok);
  CHECK(with({0, 25}) == errc::malformed_model);
  CHECK(with({-2}) == errc::malformed_model);
}
