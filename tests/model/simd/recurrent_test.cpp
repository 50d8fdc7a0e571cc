// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// LSTM and SVDF models on the SIMD backend: the bytes of the scalar backend run after run, for
// every target of this machine, packed or not and in pieces.
#include "octet/model/simd/recurrent.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "octet/model/simd.hpp"
#include "support/hybrid_oracle.hpp"
#include "support/one_operator_model.hpp"
#include "support/simd_case.hpp"

using octet::builtin;
using octet::simd_options;
using octet::tensor_type;
using octet_test::bytes_of;
using octet_test::dice;
using octet_test::model_tensor;
using octet_test::one_operator_model;

namespace {

namespace ops = octet::ops;
constexpr octet::op_list<ops::unidirectional_sequence_lstm<std::int8_t>,
                         ops::unidirectional_sequence_lstm<std::int16_t>,
                         ops::hybrid_unidirectional_sequence_lstm, ops::svdf<std::int8_t>,
                         ops::svdf<std::int16_t>, ops::svdf<float>>
    recurrent{};

using byte_vector = std::vector<std::uint8_t>;
using sizes = std::vector<std::int32_t>;

constexpr tensor_type int8 = tensor_type::int8, int16 = tensor_type::int16,
                      real = tensor_type::float32;

/// A tensor without values; real ones have no scale.
model_tensor values(tensor_type type, sizes shape, float scale, std::int64_t zero_point = 0) {
  if (type == real) return {.type = real, .shape = std::move(shape)};
  return {.type = type, .shape = std::move(shape), .scales = {scale}, .zero_points = {zero_point}};
}

model_tensor weights(dice& d, std::int32_t rows, std::int32_t columns) {
  model_tensor t = values(int8, {rows, columns}, 1.0F / 512);
  t.data = bytes_of(d.codes<std::int8_t>(static_cast<std::size_t>(rows * columns)));
  return t;
}

model_tensor bias(dice& d, tensor_type of_codes, std::int32_t n) {
  const auto count = static_cast<std::size_t>(n);
  if (of_codes == real) {
    model_tensor t = values(real, {n}, 1);
    t.data = bytes_of(octet_test::random_row(d, count));
    return t;
  }
  const auto codes = d.biases(count);
  model_tensor t = values(tensor_type::int32, {n}, 1);
  t.data = bytes_of(codes);
  if (of_codes == int16) {
    t.type = tensor_type::int64;
    t.data = bytes_of(std::vector<std::int64_t>(codes.begin(), codes.end()));
  }
  return t;
}

one_operator_model random_lstm(dice& d, tensor_type type) {
  namespace f = octet::field::unidirectional_sequence_lstm;
  const std::int32_t batch = d.between(1, 2), steps = d.between(1, 20), inputs = d.between(1, 70),
                     cells = d.between(1, 40);
  const bool time_major = d.chance(2);
  const float scale = type == int16 ? 1.0F / 8192 : 1.0F / 32;
  const float hidden = type == int16 ? 1.0F / 32768 : 1.0F / 128;
  const std::int64_t zero_point = type == int8 ? d.between(-128, 127) : 0;
  const auto shape = [&](std::int32_t n) {
    return time_major ? sizes{steps, batch, n} : sizes{batch, steps, n};
  };
  one_operator_model m{.code = builtin::unidirectional_sequence_lstm,
                       .tensors = std::vector<model_tensor>(25, {.is_absent = true})};
  m.tensors[0] = values(type, shape(inputs), scale, zero_point);
  for (std::size_t gate = 0; gate < 4; ++gate) {
    m.tensors[1 + gate] = weights(d, cells, inputs);
    m.tensors[5 + gate] = weights(d, cells, cells);
    m.tensors[12 + gate] = bias(d, type, cells);
  }
  m.tensors[18] = values(type, {batch, cells}, hidden, zero_point);
  m.tensors[19] = values(type == real ? real : int16, {batch, cells}, 1.0F / 4096);
  m.tensors[18].is_variable = m.tensors[19].is_variable = true;
  m.tensors[24] = values(type, shape(cells), hidden, zero_point);
  m.option(f::activation, std::int8_t{4})
      .option(f::time_major, static_cast<std::uint8_t>(time_major))
      .option(f::asymmetric_quantize_inputs, static_cast<std::uint8_t>(d.chance(2)));
  return m;
}

/// The state's type says which.
one_operator_model random_svdf(dice& d, tensor_type state) {
  namespace f = octet::field::svdf;
  const std::int32_t batch = d.between(1, 3), inputs = d.between(1, 70), units = d.between(1, 40),
                     rank = d.between(1, 3), memory = d.between(1, 12), filters = units * rank;
  const tensor_type type = state == real ? real : int8;
  one_operator_model m{.code = builtin::svdf};
  m.tensors = {values(type, {batch, inputs}, 1.0F / 32, type == int8 ? d.between(-128, 127) : 0),
               weights(d, filters, inputs),
               weights(d, filters, memory),
               bias(d, type, units),
               values(state, {batch, filters * memory}, 1.0F / 64),
               values(type, {batch, units}, 1.0F / 16)};
  if (state == int16) {
    m.tensors[2].type = int16;
    m.tensors[2].data = bytes_of(d.codes<std::int16_t>(static_cast<std::size_t>(filters * memory)));
  }
  m.tensors[3].is_absent = d.chance(3);
  m.tensors[4].is_variable = true;
  m.option(f::rank, rank).option(f::activation, std::int8_t{1});
  return m;
}

byte_vector random_input(dice& d, const model_tensor& t) {
  std::size_t n = t.type == int16 ? 2 : 1;
  for (const std::int32_t size : t.shape) n *= static_cast<std::size_t>(size);
  if (t.type == real) return bytes_of(octet_test::random_row(d, n));
  byte_vector bytes(n);
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(d.between(0, 255));
  return bytes;
}

/// The outputs of as many runs as there are inputs.
template <class Model>
std::vector<byte_vector> outputs_of(const octet::result<Model>& model,
                                    const std::vector<byte_vector>& inputs) {
  REQUIRE(model.has_value());
  std::vector<byte_vector> outputs;
  for (const byte_vector& input : inputs) {
    std::ranges::copy(input,
                      model->template write<std::uint8_t>(model->model().inputs()[0]).data());
    REQUIRE(model->run() == octet::errc::ok);
    const std::int32_t out = model->model().outputs()[0];
    const auto* from = model->template read<std::uint8_t>(out).data();
    outputs.emplace_back(from, from + model->model().tensor(out).bytes());
  }
  return outputs;
}

void run_backwards(void*, std::int32_t pieces, void (*piece)(const void*, std::int32_t),
                   const void* work) {
  for (std::int32_t i = pieces; i-- > 0;) piece(work, i);
}

/// packs: whether the kernels over packed weights take the model.
void check(dice& d, const one_operator_model& m, bool packs = true) {
  const byte_vector file = m.file();
  const std::vector<byte_vector> inputs{random_input(d, m.tensors[0]),
                                        random_input(d, m.tensors[0])};
  const auto plain = octet::arena_size(recurrent, file);
  REQUIRE(plain.has_value());
  byte_vector plain_arena(plain->total());
  const auto expected = outputs_of(octet::load(recurrent, file, plain_arena), inputs);
  for (const octet::simd_target target : octet_test::simd_targets()) {
    CAPTURE(name_of(target));
    for (const simd_options& options :
         {simd_options{.target = target}, simd_options{.target = target, .packed = false},
          simd_options{.target = target, .threads = 3}}) {
      const auto need = octet::arena_size<octet::simd_backend>(recurrent, file, options);
      REQUIRE(need.has_value());
      CHECK((need->activations > plain->activations) == (options.packed && packs));
      // A vector of its own, so that a sanitizer sees every byte behind it.
      byte_vector arena(need->total());
      const octet::piece_executor pieces(run_backwards, nullptr, options.threads, 0);
      auto model = octet::load<octet::simd_backend>(recurrent, file, arena, options);
      if (model && options.threads > 1) model->use(pieces);
      CHECK(outputs_of(model, inputs) == expected);
    }
  }
}

}  // namespace

TEST_CASE("random LSTMs: every target has the bytes of scalar, run after run") {
  dice d(41);
  for (int i = 0; i < 30; ++i) {
    CAPTURE(i);
    for (const tensor_type type : {int8, int16, real}) check(d, random_lstm(d, type));
  }
}

TEST_CASE("an LSTM with a gate whose sums may leave int32 is scalar") {
  dice d(43);
  for (std::size_t gate = 0; gate < 4; ++gate) {
    CAPTURE(gate);
    one_operator_model m = random_lstm(d, int8);
    const auto cells = static_cast<std::size_t>(m.tensors[24].shape[2]);
    m.tensors[12 + gate].data =
        bytes_of(std::vector<std::int32_t>(cells, std::numeric_limits<std::int32_t>::max()));
    check(d, m, false);
  }
}

TEST_CASE("random SVDFs: every target has the bytes of scalar, run after run") {
  dice d(42);
  for (int i = 0; i < 30; ++i) {
    CAPTURE(i);
    for (const tensor_type state : {int8, int16, real}) check(d, random_svdf(d, state));
  }
}
