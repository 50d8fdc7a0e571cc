// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// What a layer needs to become operators: its configuration, its weights, its inputs, the network.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "octet/convert/keras/builder.hpp"
#include "octet/convert/keras/hdf5.hpp"
#include "octet/convert/keras/layer.hpp"

namespace octet::convert::keras {

/// The Keras that wrote the file; its layers changed their meaning now and then.
struct keras_version {
  int major = 2, minor = 0;
  bool in_tensorflow = false;  ///< tf.keras, not the package of its own
};

struct layer_call {
  const layer& what;
  const hdf5::file& file;
  network_builder& out;
  keras_version version;
  std::vector<std::int32_t> inputs;

  /// The one input.
  std::int32_t input() const {
    if (inputs.size() != 1)
      throw convert_error("has " + std::to_string(inputs.size()) + " inputs, not one");
    return inputs[0];
  }

  /// The one input, which must have so many axes, the batch among them.
  std::int32_t input_of_rank(std::size_t rank) const {
    const shape_list& sizes = out.shape(input());
    if (sizes.size() != rank)
      throw convert_error("its input " + to_text(sizes) + " has " + std::to_string(sizes.size()) +
                          " axes, not " + std::to_string(rank));
    return inputs[0];
  }

  /// A weight of the layer by its name's last part, "kernel" of "conv2d_1/kernel:0".
  ///
  /// names    the weight's name; where Keras changed it, all of them
  /// sizes    the shape that it must have
  /// errors   convert_error: not there, or of another shape
  std::vector<float> weight(std::initializer_list<std::string_view> names,
                            const std::vector<std::int64_t>& sizes) const {
    const std::string group = "model_weights/" + what.group;
    const auto all = file.long_texts(group, "weight_names").value_or(std::vector<std::string>());
    for (const std::string_view name : names) {
      for (const std::string& path : all) {
        if (!is_weight(path, name)) continue;
        hdf5::array a = file.floats(group + "/" + path);
        if (a.shape != sizes)
          throw convert_error("its weight \"" + path + "\" has the shape " + to_text(a.shape) +
                              ", not " + to_text(sizes));
        return std::move(a.values);
      }
    }
    throw convert_error("the file has no weight \"" + std::string(*names.begin()) + "\" for it");
  }
  std::vector<float> weight(std::string_view name, const std::vector<std::int64_t>& sizes) const {
    return weight({name}, sizes);
  }

 private:
  /// A model inside the model keeps the weights of all its layers together; there the last part but
  /// one is the layer's name.
  bool is_weight(const std::string& path, std::string_view name) const {
    const std::size_t slash = path.rfind('/');
    const std::string last = slash == std::string::npos ? path : path.substr(slash + 1);
    if (last.substr(0, last.find(':')) != name) return false;
    if (what.group == what.name) return true;
    return slash != std::string::npos && ("/" + path.substr(0, slash)).ends_with("/" + what.name);
  }
};

/// Turns one call of a layer into operators; gives the tensor of its result.
using layer_reader = std::int32_t (*)(const layer_call&);

}  // namespace octet::convert::keras
