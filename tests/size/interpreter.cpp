// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// How much code it costs to load any model of the seven operators of the MLPerf Tiny int8 models,
// and to run it.
#include "octet/model/interpreter.hpp"

#include "octet/model/ops/add.hpp"
#include "octet/model/ops/average_pool_2d.hpp"
#include "octet/model/ops/conv_2d.hpp"
#include "octet/model/ops/depthwise_conv_2d.hpp"
#include "octet/model/ops/fully_connected.hpp"
#include "octet/model/ops/reshape.hpp"
#include "octet/model/ops/softmax.hpp"
#include "support/embedded_model.hpp"

namespace ops = octet::ops;
using i8 = std::int8_t;
using used = octet::op_list<ops::conv_2d<i8>, ops::depthwise_conv_2d<i8>, ops::add<i8>,
                            ops::average_pool_2d<i8>, ops::reshape, ops::fully_connected<i8>,
                            ops::softmax<i8>>;

alignas(octet::arena_alignment) std::array<std::uint8_t, 16384> arena;

int main() {
  const auto model = octet::load(used{}, octet_test::embedded_model, arena);
  if (!model) return static_cast<int>(model.error().code);
  for (i8& code : model->input<i8>(0)) code = 0;
  if (model->run() != octet::errc::ok) return 1;
  return model->output<i8>(0)[0];
}
