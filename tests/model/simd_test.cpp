// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Models on the SIMD backend: the codes of the scalar backend, for every target of this machine.
#include "octet/model/simd.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "support/embedded_model.hpp"
#include "support/kernel_oracle.hpp"
#include "support/simd_case.hpp"
#include "support/weighted_case.hpp"

using octet::builtin;
using octet::contract;
using octet::errc;
using octet::simd_backend;
using octet::simd_options;
using octet::tensor_type;
using octet_test::dice;
using octet_test::simd_targets;
using octet_test::weighted_case;

namespace {

namespace ops = octet::ops;
constexpr octet::op_list<ops::conv_2d<std::int8_t>, ops::conv_2d<std::int16_t>,
                         ops::depthwise_conv_2d<std::int8_t>, ops::depthwise_conv_2d<std::int16_t>,
                         ops::fully_connected<std::int8_t>, ops::fully_connected<std::int16_t>,
                         ops::transpose_conv<std::int8_t>, ops::transpose_conv<std::int16_t>>
    weighted{};
using pair_ops =
    octet::op_list<ops::add<std::int8_t>, ops::add<std::int16_t>, ops::sub<std::int8_t>,
                   ops::sub<std::int16_t>, ops::mul<std::int8_t>, ops::mul<std::int16_t>>;
constexpr pair_ops pairs{};

using byte_vector = std::vector<std::uint8_t>;

/// The output's bytes after `runs` runs over the same input number `which`.
template <class Model>
byte_vector output_of(const octet::result<Model>& model, const byte_vector& input, int runs,
                      std::size_t which = 0) {
  REQUIRE(model.has_value());
  const std::int32_t out = model->model().outputs()[0];
  byte_vector bytes(model->model().tensor(out).bytes());
  for (int run = 0; run < runs; ++run) {
    const auto to = model->template write<std::uint8_t>(model->model().inputs()[which]);
    for (std::size_t i = 0; i < input.size(); ++i) to.store(i, input[i]);
    REQUIRE(model->run() == errc::ok);
    const auto from = model->template read<std::uint8_t>(out);
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = from[i];
  }
  return bytes;
}

/// Models whose weights were packed.
int packed = 0;

template <contract C>
void check(const weighted_case& c) {
  // Of TRANSPOSE_CONV the other input is a shape, which nobody reads.
  const std::size_t which = c.transposed() ? 1 : 0;
  const byte_vector file = c.model().file(), input = c.inputs()[which];
  const auto plain_need = octet::arena_size(weighted, file);
  REQUIRE(plain_need.has_value());
  byte_vector plain_arena(plain_need->total());
  const byte_vector expected =
      output_of(octet::load<octet::basic_scalar<C>>(weighted, file, plain_arena), input, 1, which);
  for (const octet::simd_target target : simd_targets()) {
    CAPTURE(name_of(target));
    const simd_options options{.target = target};
    const auto need = octet::arena_size<octet::basic_simd<C>>(weighted, file, options);
    REQUIRE(need.has_value());
    // A vector of its own, so that a sanitizer sees every byte behind it.
    byte_vector arena(need->total());
    CHECK(output_of(octet::load<octet::basic_simd<C>>(weighted, file, arena, options), input, 2,
                    which) == expected);
    packed += need->activations > plain_need->activations;
  }
}

}  // namespace

TEST_CASE("random operators with weights: every target has the codes of scalar") {
  dice d(11);
  for (int i = 0; i < 120; ++i) {
    CAPTURE(i);
    for (const builtin code : {builtin::conv_2d, builtin::depthwise_conv_2d,
                               builtin::fully_connected, builtin::transpose_conv}) {
      CAPTURE(name_of(code));
      check<contract::double_rounding>(
          weighted_case(d, code, tensor_type::int8, tensor_type::int8));
      check<contract::single_rounding>(
          weighted_case(d, code, tensor_type::int8, tensor_type::int8));
      check<contract::double_rounding>(
          weighted_case(d, code, tensor_type::int16, tensor_type::int8));
    }
  }
  CHECK(packed > 1000);
}

TEST_CASE("arena_size says what load needs, packed or not") {
  dice d(12);
  weighted_case c(d, builtin::conv_2d, tensor_type::int8, tensor_type::int8);
  while (c.groups != 1 || c.has_bias)
    c = {d, builtin::conv_2d, tensor_type::int8, tensor_type::int8};
  const byte_vector file = c.model().file();
  const auto plain = octet::arena_size(weighted, file);
  const auto unpacked = octet::arena_size<simd_backend>(weighted, file, {.packed = false});
  const auto packed_need = octet::arena_size<simd_backend>(weighted, file);
  REQUIRE(plain.has_value());
  REQUIRE(unpacked.has_value());
  REQUIRE(packed_need.has_value());
  CHECK(unpacked->activations == plain->activations);
  CHECK(packed_need->prepared > unpacked->prepared + c.filter.size());
  byte_vector arena(packed_need->total());
  const std::span<std::uint8_t> all(arena);
  const std::size_t step = octet::arena_alignment;
  const auto too_small = octet::load<simd_backend>(weighted, file, all.first(arena.size() - step));
  CHECK(too_small.error().code == errc::arena_too_small);
  CHECK(too_small.error().bytes_needed == arena.size());
  // Where not even the plan's tables fit.
  CHECK(octet::load<simd_backend>(weighted, file, all.first(step)).error().code ==
        errc::arena_too_small);
  CHECK(octet::load<simd_backend>(weighted, file, all).has_value());
  const byte_vector input = c.inputs()[0];
  byte_vector small(unpacked->total());
  CHECK(output_of(octet::load<simd_backend>(weighted, file, small, {.packed = false}), input, 1) ==
        output_of(octet::load<simd_backend>(weighted, file, all), input, 1));
}

TEST_CASE("what the SIMD kernels cannot do is done by the scalar ones") {
  dice d(13);
  for (int i = 0; i < 40; ++i) {
    weighted_case grouped(d, builtin::conv_2d, tensor_type::int8, tensor_type::int8);
    const byte_vector file = grouped.model().file();
    const auto plain = octet::arena_size(weighted, file);
    const auto need = octet::arena_size<simd_backend>(weighted, file);
    REQUIRE(need.has_value());
    if (grouped.groups > 1) CHECK(need->activations == plain->activations);
  }
}

TEST_CASE("random ADD, SUB and MUL: every target has the codes of scalar, also over an input") {
  dice d(14);
  int different = 0;
  for (int i = 0; i < 200; ++i) {
    CAPTURE(i);
    const bool wide = d.chance(2);
    const tensor_type type = wide ? tensor_type::int16 : tensor_type::int8;
    const std::array<builtin, 3> codes{builtin::add, builtin::sub, builtin::mul};
    octet_test::one_operator_model m{.code = codes[static_cast<std::size_t>(d.between(0, 2))]};
    const std::vector<std::int32_t> shape{d.between(1, 3), d.between(1, 90)};
    const bool broadcast = d.chance(4);
    std::vector<byte_vector> inputs;
    for (int tensor = 0; tensor < 3; ++tensor) {
      octet_test::model_tensor t{type, shape, {d.scale(-8, -2)}, {0}, {}};
      if (!wide) t.zero_points = {d.between(-128, 127)};
      if (tensor == 1 && broadcast) t.shape = {1, 1};
      m.tensors.push_back(t);
      byte_vector bytes(static_cast<std::size_t>(t.shape[0] * t.shape[1]) * (wide ? 2 : 1));
      for (auto& byte : bytes) byte = static_cast<std::uint8_t>(d.between(0, 255));
      if (tensor < 2) inputs.push_back(bytes);
    }
    const auto expected = octet_test::run_model<pair_ops>(m, inputs);
    const byte_vector file = m.file();
    for (const octet::simd_target target : simd_targets()) {
      CAPTURE(name_of(target));
      const auto need = octet::arena_size<simd_backend>(pairs, file, {.target = target});
      CHECK(need.has_value() == expected.has_value());
      if (!expected) continue;
      byte_vector arena(need->total());
      const auto model = octet::load<simd_backend>(pairs, file, arena, {.target = target});
      REQUIRE(model.has_value());
      const auto first = model->write<std::uint8_t>(model->model().inputs()[0]);
      for (std::size_t at = 0; at < inputs[0].size(); ++at) first.store(at, inputs[0][at]);
      CHECK(output_of(model, inputs[1], 1, 1) == *expected);
      different += expected->front() != expected->back();
    }
  }
  CHECK(different > 100);
}

TEST_CASE("options reach every node") {
  const simd_options options{.target = octet::simd_target::portable, .packed = false};
  const octet::detail::simd_encoder<simd_backend> encoder(options);
  const octet::detail::simd_choice choice(encoder(0).backend_choice);
  CHECK(choice.target() == octet::simd_target::portable);
  CHECK(!choice.packed());
  const octet::detail::simd_choice nothing_chosen(std::uint32_t{0});
  CHECK(nothing_chosen.target() == octet::best_target());
  CHECK(nothing_chosen.packed());
  CHECK(!octet::detail::simd_choice(simd_options{.enabled = false}).target());
}
