// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// L2_NORMALIZATION in a model: what runs, and what is refused with which error.
#include "octet/model/ops/l2_normalization.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <vector>

#include "support/one_operator_model.hpp"

using namespace octet_test;
using octet::builtin;
using octet::errc;
using octet::tensor_type;
using bytes = std::vector<std::uint8_t>;

namespace {

one_operator_model model(model_tensor in, model_tensor out, std::int8_t activation = 0) {
  one_operator_model m{.code = builtin::l2_normalization, .tensors = {in, out}};
  return m.option(octet::field::l2_normalization::activation, activation);
}

model_tensor output(std::vector<std::int32_t> shape) { return int8_tensor(shape, 0x1p-7F, 0); }

}  // namespace

TEST_CASE("rows of the last axis") {
  CHECK(run_model(model(int8_tensor({2, 2}, 0.1F, 5), output({2, 2})), {{8, 9, 5, 4}}) ==
        bytes{77, 102, 0, 0x80});  // 3/5, 4/5, 0, -1
}

TEST_CASE("refused") {
  const auto in = int8_tensor({2, 3}, 0.5F);
  CHECK(load_error(model(in, output({2, 3}))) == errc::ok);
  CHECK(load_error(model(in, output({3, 2}))) == errc::shape_mismatch);
  CHECK(load_error(model(int8_tensor({}), output({}))) == errc::shape_mismatch);
  CHECK(load_error(model(in, int8_tensor({2, 3}, 0x1p-7F, 1))) == errc::quantization_mismatch);
  CHECK(load_error(model(in, output({2, 3}), 1)) == errc::unsupported_option);
  CHECK(load_error(model(in, output({2, 3}), 9)) == errc::bad_option);
  // 33025 squares of 255 are the most that int32 holds.
  CHECK(load_error(model(int8_tensor({33025}, 1.0F, 127), output({33025}))) == errc::ok);
  CHECK(load_error(model(int8_tensor({33026}, 1.0F, 127), output({33026}))) ==
        errc::accumulator_overflow);
  auto wide = in;
  wide.type = tensor_type::int16;
  CHECK(load_error(model(wide, output({2, 3}))) == errc::unsupported_type);
}
