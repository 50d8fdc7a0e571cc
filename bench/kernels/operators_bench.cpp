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
#include "octet/model/ops/abs.hpp"
#include "octet/model/ops/add.hpp"
#include "octet/model/ops/average_pool_2d.hpp"
#include "octet/model/ops/dequantize.hpp"
#include "octet/model/ops/exp.hpp"
#include "octet/model/ops/leaky_relu.hpp"
#include "octet/model/ops/logistic.hpp"
#include "octet/model/ops/max_pool_2d.hpp"
#include "octet/model/ops/maximum.hpp"
#include "octet/model/ops/mul.hpp"
#include "octet/model/ops/quantize.hpp"
#include "octet/model/ops/relu.hpp"
#include "octet/model/ops/softmax.hpp"
#include "octet/model/ops/squared_difference.hpp"
#include "octet/model/ops/tanh.hpp"

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
  octet::affine from_codes{1.0F / 32, -3};
};

octet::convert::option_map pool(std::int32_t size) {
  namespace p = octet::field::pool_2d;
  return {{p::padding, static_cast<std::int8_t>(octet::padding::valid)},
          {p::stride_w, size},
          {p::stride_h, size},
          {p::filter_w, size},
          {p::filter_h, size}};
}

/// Operators of which an input or the output has 16 bits.
std::vector<operation> wide_operations() {
  const shape image{1, 56, 56, 64};
  constexpr tensor_type int8 = tensor_type::int8, int16 = tensor_type::int16;
  const octet::affine in{1.0F / 4096, 0}, out{1.0F / 5000, 0}, share{1.0F / 32768, 0};
  const octet::convert::option_map alpha{{octet::field::leaky_relu::alpha, 0.1F}};
  const octet::convert::option_map beta{{octet::field::softmax::beta, 1.0F}};
  const auto map = [&](const std::string& name, builtin code, octet::affine to,
                       octet::convert::option_map options = {}) {
    return operation{name + "_int16",    code,  true,  1,  image, image,
                     std::move(options), int16, int16, to, in};
  };
  const auto pair = [&](const std::string& name, builtin code, octet::affine to) {
    operation o = map(name, code, to);
    o.inputs = 2;
    return o;
  };
  std::vector<operation> all{
      map("requantize", builtin::quantize, out),
      map("relu", builtin::relu, in),
      map("abs", builtin::abs, out),
      map("leaky_relu", builtin::leaky_relu, out, alpha),
      map("exp", builtin::exp, {1.0F / 16, 0}),
      map("logistic", builtin::logistic, share),
      map("tanh", builtin::tanh, share),
      map("softmax/56x56x64", builtin::softmax, share, beta),
      pair("add", builtin::add, out),
      pair("mul", builtin::mul, {1.0F / 1024, 0}),
      pair("squared_difference", builtin::squared_difference, {1.0F / 512, 0}),
      pair("maximum", builtin::maximum, in),
      map("requantize_to_int8", builtin::quantize, {1.0F / 16, 3}),
      map("requantize_from_int8", builtin::quantize, in)};
  all[all.size() - 2].output = int8;
  all.back().input = int8;
  all.back().from_codes = {1.0F / 16, 3};
  return all;
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
    net.inputs.push_back(add(o.from, o.input, o.from_codes));
  net.outputs = {add(o.to, o.output, o.codes)};
  net.nodes.push_back(octet::convert::make_node(o.code, net.inputs, net.outputs, o.options));
  return octet::convert::write_network(net);
}

using i8 = std::int8_t;
using i16 = std::int16_t;
namespace ops = octet::ops;
using operators =
    octet::op_list<ops::add<i8>, ops::mul<i8>, ops::max_pool_2d<i8>, ops::average_pool_2d<i8>,
                   ops::quantize<float, i8>, ops::quantize<i8, i8>, ops::dequantize<i8>,
                   ops::softmax<i8>, ops::quantize<i16, i16>, ops::quantize<i16, i8>,
                   ops::quantize<i8, i16>, ops::relu<i16>, ops::abs<i16>, ops::leaky_relu<i16>,
                   ops::exp<i16>, ops::logistic<i16>, ops::tanh<i16>, ops::softmax<i16>,
                   ops::add<i16>, ops::mul<i16>, ops::squared_difference<i16>, ops::maximum<i16>>;

int add_operations() {
  int rows = 0;
  std::vector<operation> all = operations();
  for (operation& o : wide_operations()) all.push_back(std::move(o));
  for (const operation& o : all) {
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
