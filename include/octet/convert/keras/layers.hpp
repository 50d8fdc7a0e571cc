// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: 2026 The octet authors
// The Keras layers that octet reads, by class.
#pragma once

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "octet/convert/keras/activation.hpp"
#include "octet/convert/keras/convolution.hpp"
#include "octet/convert/keras/dense.hpp"
#include "octet/convert/keras/layer_call.hpp"
#include "octet/convert/keras/merge.hpp"
#include "octet/convert/keras/pooling.hpp"
#include "octet/convert/keras/shape.hpp"

namespace octet::convert::keras {

/// An input of the model: one sample of float32.
inline std::int32_t read_input(const layer_call& c) {
  const std::string type = c.what.text("dtype", "float32");
  if (type != "float32") throw convert_error("the type " + type + " is not supported");
  const json* shape = c.what.find("batch_input_shape");
  if (shape == nullptr) shape = c.what.find("batch_shape");
  if (shape == nullptr || !shape->is_array() || shape->size() < 2)
    throw convert_error("the file does not say its shape");
  shape_list sizes{1};
  for (std::size_t i = 1; i < shape->size(); ++i) {
    if ((*shape)[i].is_null())
      throw convert_error("its shape " + shape->dump() + " leaves a size open");
    sizes.push_back(to_integer((*shape)[i], "batch_input_shape"));
  }
  const std::int32_t index = c.out.add_value(c.out.layer_name(), sizes);
  c.out.net().inputs.push_back(index);
  return index;
}

/// A layer that does something in training only.
inline std::int32_t read_identity(const layer_call& c) { return c.input(); }

/// How a layer of this class is read; null for classes that octet does not know.
inline layer_reader reader_of(std::string_view class_name) {
  static const std::map<std::string_view, layer_reader> readers{
      {"Activation", read_activation},
      {"ActivityRegularization", read_identity},
      {"Add", read_merge<builtin::add>},
      {"AlphaDropout", read_identity},
      {"Average", read_average},
      {"AveragePooling1D", read_pooling<builtin::average_pool_2d, 1>},
      {"AveragePooling2D", read_pooling<builtin::average_pool_2d, 2>},
      {"BatchNormalization", read_batch_normalization},
      {"BatchNormalizationV1", read_batch_normalization},
      {"BatchNormalizationV2", read_batch_normalization},
      {"Concatenate", read_concatenate},
      {"Conv1D", read_conv<1>},
      {"Conv2D", read_conv<2>},
      {"Conv2DTranspose", read_conv_2d_transpose},
      {"Cropping1D", read_cropping<1>},
      {"Cropping2D", read_cropping<2>},
      {"Dense", read_dense},
      {"DepthwiseConv1D", read_depthwise_conv<1>},
      {"DepthwiseConv2D", read_depthwise_conv<2>},
      {"Dropout", read_identity},
      {"ELU", read_activation_layer},
      {"Flatten", read_flatten},
      {"GaussianDropout", read_identity},
      {"GaussianNoise", read_identity},
      {"GlobalAveragePooling1D", read_global_average_pooling<1>},
      {"GlobalAveragePooling2D", read_global_average_pooling<2>},
      {"GlobalMaxPooling1D", read_global_max_pooling<1>},
      {"GlobalMaxPooling2D", read_global_max_pooling<2>},
      {"InputLayer", read_input},
      {"LeakyReLU", read_activation_layer},
      {"MaxPooling1D", read_pooling<builtin::max_pool_2d, 1>},
      {"MaxPooling2D", read_pooling<builtin::max_pool_2d, 2>},
      {"Maximum", read_merge<builtin::maximum>},
      {"Minimum", read_merge<builtin::minimum>},
      {"Multiply", read_merge<builtin::mul>},
      {"PReLU", read_prelu},
      {"Permute", read_permute},
      {"ReLU", read_activation_layer},
      {"Rescaling", read_rescaling},
      {"Reshape", read_reshape},
      {"SeparableConv1D", read_separable_conv<1>},
      {"SeparableConv2D", read_separable_conv<2>},
      {"Softmax", read_activation_layer},
      {"SpatialDropout1D", read_identity},
      {"SpatialDropout2D", read_identity},
      {"Subtract", read_merge<builtin::sub>},
      {"UpSampling1D", read_up_sampling<1>},
      {"UpSampling2D", read_up_sampling<2>},
      {"ZeroPadding1D", read_zero_padding<1>},
      {"ZeroPadding2D", read_zero_padding<2>},
  };
  const auto at = readers.find(class_name);
  return at == readers.end() ? nullptr : at->second;
}

}  // namespace octet::convert::keras
