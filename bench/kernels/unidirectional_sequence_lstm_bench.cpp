// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rows of UNIDIRECTIONAL_SEQUENCE_LSTM, of codes and of real activations.
#include "octet/model/ops/unidirectional_sequence_lstm.hpp"

#include <cstdint>
#include <string>

#include "model_rows.hpp"
#include "octet/convert/writer.hpp"
#include "octet/model/ops/hybrid_unidirectional_sequence_lstm.hpp"

namespace octet_bench {

namespace {

using octet::builtin;
using octet::tensor_type;
using operators = octet::op_list<octet::ops::unidirectional_sequence_lstm<std::int8_t>,
                                 octet::ops::unidirectional_sequence_lstm<std::int16_t>,
                                 octet::ops::hybrid_unidirectional_sequence_lstm>;

struct lstm_shape {
  std::int32_t steps, inputs, cells;
};

model_bytes model_of(const lstm_shape& s, tensor_type type) {
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

int add_all() {
  int rows = 0;
  for (const lstm_shape s : {lstm_shape{28, 28, 20}, {20, 64, 128}, {10, 512, 512}}) {
    const double macs = 4.0 * s.steps * s.cells * (s.inputs + s.cells);
    const std::string shape =
        std::to_string(s.steps) + "x" + std::to_string(s.inputs) + "x" + std::to_string(s.cells);
    const auto add = [&](const std::string& codes, tensor_type type) {
      rows += add_model_rows<operators>(
          "unidirectional_sequence_lstm/" + codes + "/" + shape, [=] { return model_of(s, type); },
          true, "MAC/s", macs);
    };
    add("int8", tensor_type::int8);
    add("int16", tensor_type::int16);
    add("hybrid", tensor_type::float32);
  }
  return rows;
}

const int rows = add_all();

}  // namespace

}  // namespace octet_bench
