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
