// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rows of SVDF, of codes and of real activations.
#include "octet/model/ops/svdf.hpp"

#include <cstdint>
#include <string>

#include "model_rows.hpp"
#include "octet/convert/writer.hpp"

namespace octet_bench {

namespace {

using octet::builtin;
using octet::tensor_type;
using operators = octet::op_list<octet::ops::svdf<std::int16_t>, octet::ops::svdf<float>>;

model_bytes model_of(const octet::svdf_sizes& z, bool real) {
  const tensor_type type = real ? tensor_type::float32 : tensor_type::int8;
  constexpr float weight = 0x1p-9F;
  node_network n;
  n.add_input({1, z.inputs}, type, 0x1p-5F);
  n.add_weights({z.filters(), z.inputs}, tensor_type::int8, weight);
  n.add_weights({z.filters(), z.memory}, real ? tensor_type::int8 : tensor_type::int16, weight);
  n.add_weights({z.units}, real ? type : tensor_type::int32, 1);
  n.add_state({1, z.filters() * z.memory}, real ? type : tensor_type::int16, 0x1p-6F);
  n.net.outputs = {n.add({1, z.units}, type, 0x1p-4F)};
  namespace f = octet::field::svdf;
  n.net.nodes.push_back(
      octet::convert::make_node(builtin::svdf, n.inputs, n.net.outputs,
                                {{f::rank, z.rank}, {f::activation, std::int8_t{1}}}));
  return octet::convert::write_network(n.net);
}

int add_all() {
  int rows = 0;
  for (const octet::svdf_sizes z :
       {octet::svdf_sizes{1, 40, 64, 1, 10}, {1, 392, 80, 1, 8}, {1, 256, 128, 2, 10}}) {
    const double macs = static_cast<double>(z.filters()) * (z.inputs + z.memory);
    const std::string shape = std::to_string(z.inputs) + "x" + std::to_string(z.filters()) + "x" +
                              std::to_string(z.memory);
    for (const bool real : {false, true}) {
      rows += add_model_rows<operators>(
          std::string("svdf/") + (real ? "hybrid/" : "int8/") + shape,
          [=] { return model_of(z, real); }, true, "MAC/s", macs);
    }
  }
  return rows;
}

const int rows = add_all();

}  // namespace

}  // namespace octet_bench
