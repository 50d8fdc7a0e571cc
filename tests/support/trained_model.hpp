// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// Small float networks as quantization-aware training leaves them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "octet/convert/network.hpp"
#include "octet/core/float16.hpp"
#include "octet/quant/affine.hpp"
#include "support/tiny_model.hpp"

namespace octet_test {

/// A chain with the operators of training in it.
class trained_chain : public chain {
 public:
  using chain::chain;

  std::int32_t fake_quant(float min, float max, std::int32_t bits = 8) {
    return last_ = add_fake_quant(net_.nodes.size(), last_, min, max, bits, false);
  }

  /// The filter of the last operator goes through FAKE_QUANT, without the lowest code.
  void fake_quant_weights(float min, float max) {
    const std::size_t n = net_.nodes.size() - 1;
    const std::int32_t filter = net_.nodes[n].inputs[1];
    const std::int32_t rounded = add_fake_quant(n, filter, min, max, 8, true);
    net_.nodes[n + 1].inputs[1] = rounded;
  }

  std::int32_t quantize_dequantize(octet::tensor_type type, octet::affine params) {
    namespace c = octet::convert;
    const std::int32_t codes = copy_of(last_, "codes"), reals = copy_of(last_, "reals");
    net_.at(codes).type = type;
    net_.at(codes).quantization = {{}, {}, {params.scale}, {params.zero_point}, 0};
    net_.nodes.push_back(c::make_node(octet::builtin::quantize, {last_}, {codes}));
    net_.nodes.push_back(c::make_node(octet::builtin::dequantize, {codes}, {reals}));
    return last_ = reals;
  }

  /// The filter of the last operator becomes int8 codes, with a scale for each output channel, and
  /// DEQUANTIZE of them.
  void dequantize_weights(const std::vector<float>& scales) {
    octet::convert::node& n = net_.nodes.back();
    const std::int32_t filter = n.inputs[1];
    const std::vector<float> reals = net_.at(filter).values<float>();
    std::vector<std::int8_t> codes;
    for (std::size_t i = 0; i < reals.size(); ++i)
      codes.push_back(
          octet::quantize<std::int8_t>({scales[i / (reals.size() / scales.size())], 0}, reals[i]));
    net_.at(filter).set_values<std::int8_t>(codes);
    net_.at(filter).quantization = {{}, {}, scales, std::vector<std::int64_t>(scales.size()), 0};
    dequantize_filter(filter);
  }

  /// The filter of the last operator becomes these halves, and DEQUANTIZE of them.
  void halve_weights(const std::vector<octet::float16>& halves) {
    const std::int32_t filter = net_.nodes.back().inputs[1];
    net_.at(filter).set_values<octet::float16>(halves);
    dequantize_filter(filter);
  }

 private:
  std::int32_t copy_of(std::int32_t tensor, const std::string& name) {
    octet::convert::tensor t = net_.at(tensor);
    t.name += "/" + name;
    t.data.clear();
    return net_.add_tensor(t);
  }

  std::int32_t add_fake_quant(std::size_t before, std::int32_t input, float min, float max,
                              std::int32_t bits, bool narrow) {
    namespace f = octet::field::fake_quant;
    const std::int32_t output = copy_of(input, "fake_quant");
    net_.nodes.insert(
        net_.nodes.begin() + static_cast<std::ptrdiff_t>(before),
        octet::convert::make_node(
            octet::builtin::fake_quant, {input}, {output},
            {{f::min, min}, {f::max, max}, {f::num_bits, bits}, {f::narrow_range, narrow}}));
    return output;
  }

  void dequantize_filter(std::int32_t filter) {
    const std::int32_t reals = copy_of(filter, "reals");
    net_.at(reals).type = octet::tensor_type::float32;
    net_.at(reals).quantization = {};
    net_.nodes.back().inputs[1] = reals;
    net_.nodes.insert(net_.nodes.end() - 1,
                      octet::convert::make_node(octet::builtin::dequantize, {filter}, {reals}));
  }
};

}  // namespace octet_test
