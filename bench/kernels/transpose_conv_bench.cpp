// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rows of TRANSPOSE_CONV, of codes and of real activations.
#include "octet/model/ops/transpose_conv.hpp"

#include <cstdint>
#include <string>

#include "model_rows.hpp"
#include "octet/convert/writer.hpp"

namespace octet_bench {

namespace {

using octet::builtin;
using octet::tensor_type;
using operators =
    octet::op_list<octet::ops::transpose_conv<std::int8_t>, octet::ops::transpose_conv<float>>;

/// An image of size x size pixels becomes twice as wide and as high.
struct upsampling {
  std::int32_t size, inputs, outputs, kernel;
};

model_bytes model_of(const upsampling& u, tensor_type type) {
  constexpr float input = 0x1p-5F, weight = 0x1p-9F;
  const std::int32_t to = 2 * u.size;
  node_network n;
  n.add_weights({4}, tensor_type::int32, 1);
  n.add_weights({u.outputs, u.kernel, u.kernel, u.inputs}, tensor_type::int8, weight);
  n.add_input({1, u.size, u.size, u.inputs}, type, input);
  n.net.outputs = {n.add({1, to, to, u.outputs}, type, 0x1p-2F)};
  namespace f = octet::field::transpose_conv;
  n.net.nodes.push_back(
      octet::convert::make_node(builtin::transpose_conv, n.inputs, n.net.outputs,
                                {{f::padding, static_cast<std::int8_t>(octet::padding::same)},
                                 {f::stride_w, std::int32_t{2}},
                                 {f::stride_h, std::int32_t{2}}}));
  return octet::convert::write_network(n.net);
}

int add_all() {
  int rows = 0;
  for (const upsampling u : {upsampling{28, 64, 32, 3}, {14, 128, 64, 4}}) {
    const double macs = 1.0 * u.size * u.size * u.inputs * u.outputs * u.kernel * u.kernel;
    const std::string shape = std::to_string(u.size) + "x" + std::to_string(u.size) + "x" +
                              std::to_string(u.inputs) + "x" + std::to_string(u.outputs) + "/" +
                              std::to_string(u.kernel) + "x" + std::to_string(u.kernel);
    rows += add_model_rows<operators>(
        "transpose_conv/int8/" + shape, [=] { return model_of(u, tensor_type::int8); }, true,
        "MAC/s", macs);
    rows += add_model_rows<operators>(
        "transpose_conv/hybrid/" + shape, [=] { return model_of(u, tensor_type::float32); }, true,
        "MAC/s", macs);
  }
  return rows;
}

const int rows = add_all();

}  // namespace

}  // namespace octet_bench
