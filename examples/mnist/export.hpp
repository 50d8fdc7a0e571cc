// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// From the trained network to a float .tflite network.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "octet/convert/network.hpp"
#include "octet/model/schema.hpp"
#include "octet/train/network.hpp"

namespace mnist {

/// Appends .tflite operators layer by layer.
class exporter {
 public:
  explicit exporter(const octet::train::network& from) : from_(from) {
    net_.name = "main";
    net_.description = "trained by octet-mnist";
    last_ = add("image", shape_of(from.input()));
    net_.inputs = {last_};
  }

  octet::convert::network run() {
    for (std::size_t i = 0; i < from_.size(); ++i) {
      std::visit([&](const auto& kind) { append(kind, from_[i], std::to_string(i)); },
                 from_[i].kind);
    }
    const auto shape = net_.at(last_).shape;
    append(octet::builtin::softmax, {last_}, add("scores", shape),
           {{octet::field::softmax::beta, 1.0F}});
    net_.outputs = {last_};
    return std::move(net_);
  }

 private:
  using placed = octet::train::placed_layer<float>;
  using sizes = std::vector<std::int32_t>;

  static sizes shape_of(const octet::train::map_shape& s) {
    return {1, static_cast<std::int32_t>(s.height), static_cast<std::int32_t>(s.width),
            static_cast<std::int32_t>(s.channels)};
  }

  std::int32_t add(const std::string& name, sizes of) {
    octet::convert::tensor t;
    t.name = name;
    t.shape = std::move(of);
    return net_.add_tensor(std::move(t));
  }

  std::int32_t add_weights(const std::string& name, sizes of, std::span<const float> values) {
    const std::int32_t index = add(name, std::move(of));
    net_.at(index).set_values<float>(values);
    return index;
  }

  void append(octet::builtin code, std::vector<std::int32_t> inputs, std::int32_t output,
              const octet::convert::option_map& options) {
    net_.nodes.push_back(octet::convert::make_node(code, std::move(inputs), {output}, options));
    last_ = output;
  }

  void append(const octet::train::conv_2d& kind, const placed& at, const std::string& number) {
    namespace f = octet::field::conv_2d;
    const auto filters = static_cast<std::int32_t>(kind.filters);
    const auto kernel = static_cast<std::int32_t>(kind.kernel);
    const auto stride = static_cast<std::int32_t>(kind.stride);
    const std::int32_t filter = add_weights(
        "conv" + number + "/filter",
        {filters, kernel, kernel, static_cast<std::int32_t>(at.input.channels)}, at.weights);
    const std::int32_t bias = add_weights("conv" + number + "/bias", {filters}, at.bias);
    append(octet::builtin::conv_2d, {last_, filter, bias},
           add("conv" + number, shape_of(at.output)),
           {{f::padding, static_cast<std::int8_t>(kind.pad)},
            {f::stride_h, stride},
            {f::stride_w, stride},
            {f::activation, static_cast<std::int8_t>(kind.act)}});
  }

  void append(const octet::train::max_pool_2d& kind, const placed& at, const std::string& number) {
    namespace f = octet::field::pool_2d;
    const auto kernel = static_cast<std::int32_t>(kind.kernel);
    const auto stride = static_cast<std::int32_t>(kind.stride);
    append(octet::builtin::max_pool_2d, {last_}, add("pool" + number, shape_of(at.output)),
           {{f::padding, static_cast<std::int8_t>(octet::padding::valid)},
            {f::stride_h, stride},
            {f::stride_w, stride},
            {f::filter_h, kernel},
            {f::filter_w, kernel}});
  }

  void append(const octet::train::mean&, const placed& at, const std::string& number) {
    octet::convert::tensor axes;
    axes.name = "mean" + number + "/axes";
    axes.shape = {2};
    axes.set_values<std::int32_t>(std::vector<std::int32_t>{1, 2});
    const std::int32_t index = net_.add_tensor(std::move(axes));
    const sizes out{1, static_cast<std::int32_t>(at.output.channels)};
    append(octet::builtin::mean, {last_, index}, add("mean" + number, out), {});
  }

  void append(const octet::train::fully_connected& kind, const placed& at,
              const std::string& number) {
    const auto units = static_cast<std::int32_t>(kind.units);
    const auto depth = static_cast<std::int32_t>(at.input.size());
    const std::int32_t filter =
        add_weights("dense" + number + "/weights", {units, depth}, at.weights);
    const std::int32_t bias = add_weights("dense" + number + "/bias", {units}, at.bias);
    append(octet::builtin::fully_connected, {last_, filter, bias},
           add("dense" + number, {1, units}),
           {{octet::field::fully_connected::activation, static_cast<std::int8_t>(kind.act)}});
  }

  const octet::train::network& from_;
  octet::convert::network net_;
  std::int32_t last_ = 0;
};

/// The network with a softmax behind it: image (1,28,28,1) in [0, 1] in, scores (1,10) out.
inline octet::convert::network to_tflite(const octet::train::network& from) {
  return exporter(from).run();
}

}  // namespace mnist
