// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// How much code a model costs that the compiler has planned: the operators of the MLPerf Tiny int8
// models, and two more.
#include "octet/pipeline/static_model.hpp"

#include "support/embedded_model.hpp"

namespace ops = octet::ops;
using i8 = std::int8_t;
using used = octet::op_list<ops::pad, ops::conv_2d<i8>, ops::depthwise_conv_2d<i8>,
                            ops::max_pool_2d<i8>, ops::add<i8>, ops::average_pool_2d<i8>,
                            ops::reshape, ops::fully_connected<i8>, ops::softmax<i8>>;

constexpr auto net = octet::static_model<octet_test::embedded_model, used>;
std::remove_const_t<decltype(net)>::memory memory;

int main() {
  for (i8& code : net.input<i8>(memory)) code = 0;
  if (net.run(memory) != octet::errc::ok) return 1;
  return net.output<i8>(memory)[0];
}
