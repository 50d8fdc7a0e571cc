// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rows of operators with weights that are no layers of layer.hpp: UNIDIRECTIONAL_SEQUENCE_LSTM,
// SVDF and TRANSPOSE_CONV, of codes and of real activations, each as a model of one node.
#include <cstdint>
#include <string>

#include "model_rows.hpp"
#include "octet/convert/writer.hpp"
#include "octet/model/ops/hybrid_unidirectional_sequence_lstm.hpp"
#include "octet/model/ops/svdf.hpp"
#include "octet/model/ops/transpose_conv.hpp"
#include "octet/model/ops/unidirectional_sequence_lstm.hpp"

namespace octet_bench {

namespace {

using octet::builtin;
using octet::tensor_type;
using operators =
    octet::op_list<octet::ops::unidirectional_sequence_lstm<std::int8_t>,
                   octet::ops::unidirectional_sequence_lstm<std::int16_t>,
                   octet::ops::hybrid_unidirectional_sequence_lstm, octet::ops::svdf<std::int16_t>,
                   octet::ops::svdf<float>, octet::ops::transpose_conv<std::int8_t>,
                   octet::ops::transpose_conv<float>>;

struct lstm_shape {
  std::int32_t steps, inputs, cells;
};

model_bytes lstm_model(const lstm_shape& s, tensor_type type) {
  const bool real = type == tensor_type::float32, wide = type == tensor_type::int16;
  const float input = wide ? 0x1p-13F : 0x1p-5F, hidden = wide ? 0x1p-15F : 0x1p-7F;
  constexpr float weight = 0x1p-9F;
  node_network n;
  n.add_input({1, s.steps, s.inputs}, type, input);
  for (int gate = 0; gate < 4; ++gate)
    n.add_weights({s.cells, s.inputs}, tensor_type::int8, weight);
  for (int gate = 0; gate < 4; ++gate) n.add_weights({s.cells, s.cells}, tensor_type::int8, weight);
  n.add_none(3);
  for (int gate = 0; gate < 4; ++gate) {
    n.add_weights({s.cells},
                  real   ? type
                  : wide ? tensor_type::int64
                         : tensor_type::int32,
                  input * weight);
  }
  n.add_none(2);
  n.add_state({1, s.cells}, type, hidden);
  n.add_state({1, s.cells}, real ? type : tensor_type::int16, 0x1p-12F);
  n.add_none(4);
  n.net.outputs = {n.add({1, s.steps, s.cells}, type, hidden)};
  namespace f = octet::field::unidirectional_sequence_lstm;
  n.net.nodes.push_back(octet::convert::make_node(builtin::unidirectional_sequence_lstm, n.inputs,
                                                  n.net.outputs,
                                                  {{f::activation, std::int8_t{4}}}));
  return octet::convert::write_network(n.net);
}

int add_lstms() {
  int rows = 0;
  for (const lstm_shape s : {lstm_shape{28, 28, 20}, {20, 64, 128}, {10, 512, 512}}) {
    const double macs = 4.0 * s.steps * s.cells * (s.inputs + s.cells);
    const std::string shape =
        std::to_string(s.steps) + "x" + std::to_string(s.inputs) + "x" + std::to_string(s.cells);
    const auto add = [&](const std::string& codes, tensor_type type) {
      rows += add_model_rows<operators>(
          "unidirectional_sequence_lstm/" + codes + "/" + shape,
          [=] { return lstm_model(s, type); }, true, "MAC/s", macs);
    };
    add("int8", tensor_type::int8);
    add("int16", tensor_type::int16);
    add("hybrid", tensor_type::float32);
  }
  return rows;
}

model_bytes svdf_model(const octet::svdf_sizes& z, bool real) {
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

int add_svdfs() {
  int rows = 0;
  for (const octet::svdf_sizes z :
       {octet::svdf_sizes{1, 40, 64, 1, 10}, {1, 392, 80, 1, 8}, {1, 256, 128, 2, 10}}) {
    const double macs = static_cast<double>(z.filters()) * (z.inputs + z.memory);
    const std::string shape = std::to_string(z.inputs) + "x" + std::to_string(z.filters()) + "x" +
                              std::to_string(z.memory);
    for (const bool real : {false, true}) {
      rows += add_model_rows<operators>(
          std::string("svdf/") + (real ? "hybrid/" : "int8/") + shape,
          [=] { return svdf_model(z, real); }, true, "MAC/s", macs);
    }
  }
  return rows;
}

/// An image of size x size pixels becomes twice as wide and as high.
struct upsampling {
  std::int32_t size, inputs, outputs, kernel;
};

model_bytes transpose_conv_model(const upsampling& u, tensor_type type) {
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

int add_transpose_convs() {
  int rows = 0;
  for (const upsampling u : {upsampling{28, 64, 32, 3}, {14, 128, 64, 4}}) {
    const double macs = 1.0 * u.size * u.size * u.inputs * u.outputs * u.kernel * u.kernel;
    const std::string shape = std::to_string(u.size) + "x" + std::to_string(u.size) + "x" +
                              std::to_string(u.inputs) + "x" + std::to_string(u.outputs) + "/" +
                              std::to_string(u.kernel) + "x" + std::to_string(u.kernel);
    rows += add_model_rows<operators>(
        "transpose_conv/int8/" + shape, [=] { return transpose_conv_model(u, tensor_type::int8); },
        true, "MAC/s", macs);
    rows += add_model_rows<operators>(
        "transpose_conv/hybrid/" + shape,
        [=] { return transpose_conv_model(u, tensor_type::float32); }, true, "MAC/s", macs);
  }
  return rows;
}

const int rows = add_lstms() + add_svdfs() + add_transpose_convs();

}  // namespace

}  // namespace octet_bench
