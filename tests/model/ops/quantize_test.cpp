// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// QUANTIZE in a model, from float and from codes: what runs, what is refused with which error.
#include "octet/model/ops/quantize.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <vector>

#include "support/one_operator_model.hpp"

using namespace octet_test;
using octet::builtin;
using octet::errc;
using octet::tensor_type;

namespace {

errc error(model_tensor in, model_tensor out) {
  return load_error({.code = builtin::quantize, .tensors = {in, out}});
}

const model_tensor reals{.type = tensor_type::float32, .shape = {3}};

}  // namespace

TEST_CASE("real values become codes") {
  CHECK(run_model({.code = builtin::quantize, .tensors = {reals, int8_tensor({3}, 0.5F, -1)}},
                  {bytes_of<float>({-1.0F, 0.25F, 1000.0F})}) ==
        std::vector<std::uint8_t>{0xFD, 0, 127});
}

TEST_CASE("codes become codes of another scale") {
  CHECK(run_model({.code = builtin::quantize,
                   .tensors = {int8_tensor({3}, 1.0F, 10), int8_tensor({3}, 0.5F, -1)}},
                  {{0, 10, 127}}) == std::vector<std::uint8_t>{0xEB, 0xFF, 127});
}

TEST_CASE("all pairs of types, with any zero point in 16 bits and none in 32") {
  const auto of = [](tensor_type type, float scale, std::int64_t zero) {
    return model_tensor{type, {2}, {scale}, {zero}, {}};
  };
  const auto run = [](model_tensor in, model_tensor out, std::vector<std::uint8_t> x) {
    return run_model({.code = builtin::quantize, .tensors = {in, out}}, {x}).value();
  };
  const auto i8 = of(tensor_type::int8, 0.5F, 1), u8 = of(tensor_type::uint8, 0.5F, 129);
  const auto i16 = of(tensor_type::int16, 0.25F, -300), i32 = of(tensor_type::int32, 0.125F, 0);
  // The real values are 2 and -3.
  const std::vector<std::uint8_t> in_i8{5, 0xFB}, in_u8{133, 123};
  const auto in_i16 = bytes_of<std::int16_t>({-292, -312});
  const auto in_i32 = bytes_of<std::int32_t>({16, -24});
  CHECK(run(i8, i8, in_i8) == in_i8);
  CHECK(run(i8, u8, in_i8) == in_u8);
  CHECK(run(i8, i16, in_i8) == in_i16);
  CHECK(run(i8, i32, in_i8) == in_i32);
  CHECK(run(u8, i8, in_u8) == in_i8);
  CHECK(run(u8, u8, in_u8) == in_u8);
  CHECK(run(i16, i8, in_i16) == in_i8);
  CHECK(run(i16, i16, in_i16) == in_i16);
  CHECK(run(i16, i32, in_i16) == in_i32);
  CHECK(run(i32, i8, in_i32) == in_i8);
  CHECK(run(i32, i16, in_i32) == in_i16);
  const model_tensor pair{.type = tensor_type::float32, .shape = {2}};
  const auto real = bytes_of<float>({2.0F, -3.0F});
  CHECK(run(pair, i8, real) == in_i8);
  CHECK(run(pair, u8, real) == in_u8);
  CHECK(run(pair, i16, real) == in_i16);
  CHECK(error(i32, i32) == errc::unsupported_type);
  CHECK(error(u8, i16) == errc::unsupported_type);
  CHECK(error(of(tensor_type::int32, 1.0F, 1), i8) == errc::bad_zero_point);
  CHECK(error(i8, of(tensor_type::int32, 1.0F, 1)) == errc::bad_zero_point);
}

TEST_CASE("refused") {
  const auto codes = int8_tensor({3});
  CHECK(error(reals, codes) == errc::ok);
  CHECK(error(codes, codes) == errc::ok);
  CHECK(error(reals, int8_tensor({4})) == errc::shape_mismatch);
  CHECK(error(codes, int8_tensor({3, 1})) == errc::shape_mismatch);
  CHECK(error(codes, reals) == errc::unsupported_type);
  auto bare = codes;
  bare.scales.clear();
  CHECK(error(reals, bare) == errc::missing_quantization);
  CHECK(error(bare, codes) == errc::missing_quantization);
  CHECK(load_error({.code = builtin::quantize, .tensors = {reals, codes, codes}}) ==
        errc::missing_tensor);
}
