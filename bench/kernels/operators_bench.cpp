// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Rows of operators that multiply no weights, each as a model of one node.
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model_rows.hpp"
#include "octet/convert/network.hpp"
#include "octet/convert/writer.hpp"
#include "octet/kernels/window.hpp"
#include "octet/model/ops/add.hpp"
#include "octet/model/ops/average_pool_2d.hpp"
#include "octet/model/ops/dequantize.hpp"
#include "octet/model/ops/max_pool_2d.hpp"
#include "octet/model/ops/mul.hpp"
#include "octet/model/ops/quantize.hpp"
#include "octet/model/ops/softmax.hpp"

namespace octet_bench {

namespace {

using octet::builtin;
using octet::tensor_type;
using shape = std::vector<std::int32_t>;

/// A model of one node of which each input has the same shape and type.
struct operation {
  std::string name;
  builtin code;
  bool simd;  ///< whether a model on the SIMD backend runs it otherwise than the scalar one
  std::size_t inputs;
  shape from, to;
  octet::convert::option_map options{};
  tensor_type input = tensor_type::int8, output = tensor_type::int8;
  octet::affine codes{1.0F / 20, 3};  ///< of the output
};

octet::convert::option_map pool(std::int32_t size) {
  namespace p = octet::field::pool_2d;
  return {{p::padding, static_cast<std::int8_t>(octet::padding::valid)},
          {p::stride_w, size},
          {p::stride_h, size},
          {p::filter_w, size},
          {p::filter_h, size}};
}

std::vector<operation> operations() {
  const shape image{1, 56, 56, 64}, half{1, 28, 28, 64}, pixel{1, 1, 1, 64};
  const octet::convert::option_map beta{{octet::field::softmax::beta, 1.0F}};
  const octet::affine probability{1.0F / 256, -128}, same{1.0F / 32, -3};
  constexpr tensor_type real = tensor_type::float32, int8 = tensor_type::int8;
  return {
      {"add", builtin::add, true, 2, image, image},
      {"mul", builtin::mul, true, 2, image, image},
      {"max_pool_2d/2x2", builtin::max_pool_2d, false, 1, image, half, pool(2), int8, int8, same},
      {"average_pool_2d/2x2", builtin::average_pool_2d, false, 1, image, half, pool(2), int8, int8,
       same},
      {"average_pool_2d/56x56", builtin::average_pool_2d, false, 1, image, pixel, pool(56), int8,
       int8, same},
      {"quantize", builtin::quantize, false, 1, image, image, {}, real},
      {"requantize", builtin::quantize, false, 1, image, image},
      {"dequantize", builtin::dequantize, false, 1, image, image, {}, int8, real},
      {"softmax/12", builtin::softmax, false, 1, {1, 12}, {1, 12}, beta, int8, int8, probability},
      {"softmax/1000",
       builtin::softmax,
       false,
       1,
       {1, 1000},
       {1, 1000},
       beta,
       int8,
       int8,
       probability},
      {"softmax/64x64",
       builtin::softmax,
       false,
       1,
       {64, 64},
       {64, 64},
       beta,
       int8,
       int8,
       probability},
  };
}

std::vector<std::uint8_t> model_of(const operation& o) {
  octet::convert::network net;
  const auto add = [&](const shape& s, tensor_type type, octet::affine codes) {
    octet::convert::tensor t;
    t.name = "t" + std::to_string(net.tensors.size());
    t.shape = s;
    t.type = type;
    if (type != tensor_type::float32)
      t.quantization = {{}, {}, {codes.scale}, {codes.zero_point}, 0};
    return net.add_tensor(std::move(t));
  };
  for (std::size_t i = 0; i < o.inputs; ++i)
    net.inputs.push_back(add(o.from, o.input, {1.0F / 32, -3}));
  net.outputs = {add(o.to, o.output, o.codes)};
  net.nodes.push_back(octet::convert::make_node(o.code, net.inputs, net.outputs, o.options));
  return octet::convert::write_network(net);
}

using i8 = std::int8_t;
using operators = octet::op_list<octet::ops::add<i8>, octet::ops::mul<i8>,
                                 octet::ops::max_pool_2d<i8>, octet::ops::average_pool_2d<i8>,
                                 octet::ops::quantize<float, i8>, octet::ops::quantize<i8, i8>,
                                 octet::ops::dequantize<i8>, octet::ops::softmax<i8>>;

int add_operations() {
  int rows = 0;
  for (const operation& o : operations()) {
    double values = 1;
    for (const std::int32_t size : o.from) values *= size;
    rows += add_model_rows<operators>(
        o.name, [o] { return model_of(o); }, o.simd, "values/s", values);
  }
  return rows;
}

const int rows = add_operations();

}  // namespace

}  // namespace octet_bench
